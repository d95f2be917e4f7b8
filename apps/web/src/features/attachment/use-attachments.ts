import type { Attachment } from '@chatmore/api/contract'
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFeedback } from '../../shared/api/use-feedback.ts'
import { useDrafts } from '../composer/drafts-store.ts'
import { useUploads } from './app-uploads.ts'
import { pickPastedFiles } from './lib/pick-pasted-files.ts'
import type { DraftUploads } from './upload-list.ts'

/** The files of one box. */
export interface Attachments {
  /** Those that the server has: they go with the text. */
  attached: ComputedRef<readonly Attachment[]>
  underway: ComputedRef<DraftUploads>
  isEmpty: ComputedRef<boolean>
  /** Why a message cannot go out because of them; null when it can. */
  obstacle: ComputedRef<string | null>
  add(files: readonly File[]): void
  onPaste(event: ClipboardEvent): void
  remove(id: string): void
  retry(id: string): void
  /** Forgets what was refused. */
  settle(): void
  /** Ends what is on its way, too: the box is gone. */
  abandon(): void
}

export function useAttachments(draftKey: () => string): Attachments {
  const { t } = useI18n()
  const drafts = useDrafts()
  const uploads = useUploads()
  const feedback = useFeedback()
  const attached = computed(() => drafts.read(draftKey()).attachments ?? [])
  const underway = computed(() => uploads.of(draftKey()))
  const refusals = computed(() => underway.value.refusals)

  const obstacle = computed(() => {
    const sent = underway.value.uploads
    const failed = sent.find(({ state }) => state === 'failed')
    if (failed) return t('attachment.notUploaded', { name: failed.name })
    if (sent.length > 1) return t('attachment.uploadingSome', { count: sent.length })
    return sent[0] ? t('attachment.uploadingOne', { name: sent[0].name }) : null
  })

  function add(files: readonly File[]): void {
    if (files.length > 0) uploads.add(draftKey(), files).catch(feedback.fail)
  }

  function end(files: readonly { id: string }[]): void {
    for (const { id } of files) uploads.remove(draftKey(), id)
  }

  return {
    attached,
    underway,
    isEmpty: computed(() => [...attached.value, ...underway.value.uploads, ...refusals.value].length === 0),
    obstacle,
    add,
    onPaste(event) {
      const files = pickPastedFiles(event.clipboardData)
      if (files.length > 0) event.preventDefault()
      add(files)
    },
    remove(id) {
      uploads.remove(draftKey(), id)
      drafts.detach(draftKey(), [id])
    },
    retry: (id) => uploads.retry(draftKey(), id),
    settle: () => end(refusals.value),
    abandon: () => end([...underway.value.uploads, ...refusals.value]),
  }
}
