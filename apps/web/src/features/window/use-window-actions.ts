import type { ChatWindow, WindowAddInput, WindowUpdateInput } from '@chatmore/api/contract'
import { useI18n } from 'vue-i18n'
import { useFeedback } from '../../shared/api/use-feedback.ts'
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
  const removal = useRemoveWindow(sessionId)
  const restoration = useRestoreWindow(sessionId)
  const order = useReorderWindows(sessionId)

  const onError = feedback.fail

  function add(input: Omit<WindowAddInput, 'sessionId'>): void {
    addition.mutate({ sessionId, ...input }, { onError })
  }

  function update(patch: WindowUpdateInput): void {
    change.mutate(patch, { onError })
  }

  /** Another window with the same model and settings, and a history of its own. */
  function duplicate({ modelId, name, systemMessage, params }: ChatWindow): void {
    add({ modelId, systemMessage, params, name: t('window.copyOf', { name }) })
  }

  function move(windows: readonly ChatWindow[], id: string, by: -1 | 1): void {
    const windowIds = moveWindow(
      windows.map((window) => window.id),
      id,
      by,
    )
    order.mutate({ sessionId, windowIds }, { onError })
  }

  /** Removes at once, and leaves ten seconds to take it back. */
  function remove({ id, name }: ChatWindow): void {
    removal.mutate(
      { id },
      {
        onError,
        onSuccess: () =>
          feedback.offerUndo(t('window.removed', { name }), () => restoration.mutate({ id }, { onError })),
      },
    )
  }

  return { add, update, duplicate, move, remove }
}
