import { useMessage } from 'naive-ui'
import { h } from 'vue'
import { useI18n } from 'vue-i18n'
import ToastContent from '../ui/ToastContent.vue'
import { useErrorText } from './use-error-text.ts'

const DONE_MS = 3000
const FAILURE_MS = 8000
const UNDO_MS = 10_000

/** Short messages at the top of the screen: what was done, what failed, and a way back for ten seconds. */
export function useFeedback() {
  const message = useMessage()
  const toErrorText = useErrorText()
  const { t } = useI18n()

  function succeed(text: string): void {
    message.success(() => h(ToastContent, { text }), { duration: DONE_MS })
  }

  /** Says what happened without one's doing. */
  function inform(text: string): void {
    const toast = message.info(
      () => h(ToastContent, { text, isCloseable: true, onClose: () => toast.destroy() }),
      { duration: FAILURE_MS, keepAliveOnHover: true },
    )
  }

  function fail(error: unknown): void {
    const text = toErrorText(error)
    const toast = message.error(
      () => h(ToastContent, { text, isUrgent: true, isCloseable: true, onClose: () => toast.destroy() }),
      { duration: FAILURE_MS, keepAliveOnHover: true },
    )
  }

  /** Says what was done, with a button that takes it back. */
  function offerUndo(text: string, undo: () => void): void {
    const close = () => toast.destroy()
    const act = () => {
      close()
      undo()
    }
    const toast = message.create(
      () =>
        h(ToastContent, { text, action: t('common.undo'), isCloseable: true, onAct: act, onClose: close }),
      { duration: UNDO_MS, showIcon: false, keepAliveOnHover: true },
    )
  }

  return { succeed, inform, fail, offerUndo }
}
