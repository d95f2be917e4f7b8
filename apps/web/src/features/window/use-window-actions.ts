import type { ChatWindow, WindowAddInput, WindowUpdateInput } from '@chatmore/api/contract'
import { useI18n } from 'vue-i18n'
import { useFeedback } from '../../shared/api/use-feedback.ts'
import { useCatchUp } from '../history/history-queries.ts'
import {
  useAddWindow,
  useRemoveWindow,
  useReorderWindows,
  useRestoreWindow,
  useUpdateWindow,
} from './window-queries.ts'
import { moveWindow } from './lib/move-window.ts'

/** What a person does to the windows of a session, with its feedback. */
export function useWindowActions(sessionId: string) {
  const { t } = useI18n()
  const feedback = useFeedback()
  const addition = useAddWindow(sessionId)
  const change = useUpdateWindow(sessionId)
  const { starting } = useCatchUp(() => ({ sessionId }))
  const removal = useRemoveWindow(sessionId)
  const restoration = useRestoreWindow(sessionId)
  const reordering = useReorderWindows(sessionId)

  // Promises rather than callbacks: a window that removes itself is unmounted before the server answers.
  function add(input: Omit<WindowAddInput, 'sessionId'>, fromWindowId: string | null = null): void {
    const added = addition.mutateAsync({ sessionId, ...input })
    const isReady = added.then(async ({ id }) => {
      if (fromWindowId !== null) await starting.mutateAsync({ id, fromWindowId })
    })
    isReady.catch(feedback.fail)
  }

  function update(patch: WindowUpdateInput): void {
    change.mutateAsync(patch).catch(feedback.fail)
  }

  function order(windowIds: string[]): void {
    reordering.mutateAsync({ sessionId, windowIds }).catch(feedback.fail)
  }

  function move(windows: readonly ChatWindow[], id: string, by: -1 | 1): void {
    const ids = windows.map((window) => window.id)
    order(moveWindow(ids, id, by))
  }

  /** Removes at once, and leaves ten seconds to take it back. */
  function remove({ id, name }: ChatWindow): void {
    const restore = () => restoration.mutateAsync({ id }).catch(feedback.fail)
    removal
      .mutateAsync({ id })
      .then(() => feedback.offerUndo(t('window.removed', { name }), () => void restore()), feedback.fail)
  }

  return { add, update, move, order, remove }
}
