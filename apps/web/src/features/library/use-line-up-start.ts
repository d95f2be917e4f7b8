import type { LineUp, LineUpWindow } from '@chatmore/api/contract'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { useFeedback } from '../../shared/api/use-feedback.ts'
import { useBoardStore } from '../board/board-store.ts'
import { columnChoices } from '../board/lib/count-columns.ts'
import { useCreateSession } from '../session/session-queries.ts'
import { toWindowConfig } from './lib/to-line-up-input.ts'

/** Starts a session with a line-up's windows; those whose model cannot be called now are left out, and named. */
export function useLineUpStart() {
  const { t } = useI18n()
  const router = useRouter()
  const feedback = useFeedback()
  const board = useBoardStore()
  const creation = useCreateSession()

  async function start({ windows, columns }: LineUp): Promise<boolean> {
    const usable = windows.filter((window) => window.obstacle === null)
    const missing = windows.filter((window) => window.obstacle !== null)
    if (usable.length === 0 || creation.isPending.value) return false
    try {
      const session = await creation.mutateAsync({ windows: usable.map(toWindowConfig) })
      const choice = columnChoices.find((each) => each === columns)
      if (choice !== undefined) board.change(session.id, { columns: choice })
      await router.push({ name: 'session', params: { id: session.id } })
      const models = missing.map((window) => toModelText(window, t)).join(', ')
      if (missing.length > 0) feedback.succeed(t('library.someLeftOut', { models }))
      return true
    } catch (error) {
      feedback.fail(error)
      return false
    }
  }

  return { start, isPending: creation.isPending }
}

type Translate = ReturnType<typeof useI18n>['t']

/** What a window of a line-up is called, and what is the matter with its model. */
export function toModelText({ name, modelName, obstacle }: LineUpWindow, t: Translate): string {
  const model = name || modelName || t('library.unknownModel')
  if (obstacle === null) return model
  return t(obstacle === 'removed' ? 'library.modelGone' : 'library.modelOff', { model })
}
