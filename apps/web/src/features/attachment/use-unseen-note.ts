import { isImage, type ChatWindow } from '@chatmore/api/contract'
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useModels } from '../model/model-queries.ts'
import { joinNames } from './lib/join-names.ts'
import type { Attachments } from './use-attachments.ts'

/** Which of the windows that a message reaches will not see its images, in a sentence; null where all do. */
export function useUnseenNote(
  windows: () => readonly ChatWindow[],
  { attached, underway }: Attachments,
): ComputedRef<string | null> {
  const { t, locale } = useI18n()
  const { models } = useModels()
  return computed(() => {
    const count = [...attached.value, ...underway.value.uploads].filter(isImage).length
    if (count === 0) return null
    const sightless = new Set(models.value.filter(({ vision }) => !vision).map(({ id }) => id))
    const blind = windows().filter(({ modelId }) => modelId !== null && sightless.has(modelId))
    if (blind.length === 0) return null
    const names = joinNames(
      blind.map(({ name }) => name),
      locale.value,
    )
    return t(blind.length === 1 ? 'attachment.unseenOne' : 'attachment.unseenSome', { names }, count)
  })
}
