import { useMessage } from 'naive-ui'
import { h } from 'vue'
import { useI18n } from 'vue-i18n'
import ToastContent from '../ui/ToastContent.vue'
import { useErrorText } from './use-error-text.ts'

const UNDO_MS = 10_000

/** Short messages at the top of the screen: what was done, what failed, and a way back for ten seconds. */
export function useFeedback() {
  const message = useMessage()
  const toErrorText = useErrorText()
  const { t } = useI18n()

  function succeed(text: string): void {
    message.success(() => h(ToastContent, { text }), { duration: 3000 })
  }

  function fail(error: unknown): void {
    message.error(() => h(ToastContent, { text: toErrorText(error), isUrgent: true }), {
      duration: 8000,
      closable: true,
    })
  }

  /** Says what was done, with a button that takes it back. */
  function offerUndo(text: string, undo: () => void): void {
    const toast = message.create(
      () => h(ToastContent, { text, action: t('common.undo'), onAct: () => (undo(), toast.destroy()) }),
      { duration: UNDO_MS, closable: true, showIcon: false, keepAliveOnHover: true },
    )
  }

  return { succeed, fail, offerUndo }
}
