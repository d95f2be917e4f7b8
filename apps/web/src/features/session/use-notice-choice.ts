import { useI18n } from 'vue-i18n'
import { useMessage } from 'naive-ui'
import { usePreferences } from '../../stores/preferences.ts'

/** Switches notifications on, where the browser lets us, or off. The browser asks only after this click. */
export function useNoticeChoice() {
  const { t } = useI18n()
  const message = useMessage()
  const preferences = usePreferences()
  const isOffered = 'Notification' in globalThis

  async function toggle(): Promise<void> {
    if (preferences.hasNotices) {
      preferences.hasNotices = false
      return
    }
    const permission = await Notification.requestPermission()
    preferences.hasNotices = permission === 'granted'
    if (permission !== 'granted') message.warning(t('session.noticesRefused'))
  }

  return { isOffered, toggle }
}
