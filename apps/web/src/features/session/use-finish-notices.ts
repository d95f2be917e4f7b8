import type { SessionSummary } from '@chatmore/api/contract'
import { watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { usePreferences } from '../../stores/preferences.ts'

/** Tells by a notification of the system that all answers of a session are there, while one is away from the page. */
export function useFinishNotices(sessions: Ref<readonly SessionSummary[]>): void {
  const { t } = useI18n()
  const router = useRouter()
  const preferences = usePreferences()

  watch(sessions, (now, before) => {
    if (!preferences.hasNotices || !canNotify() || document.hasFocus()) return
    const running = new Set(before.filter((session) => session.isRunning).map(({ id }) => id))
    for (const session of now) if (running.has(session.id) && !session.isRunning) tell(session)
  })

  function tell({ id, title, windowCount }: SessionSummary): void {
    // Tabs of the same tag replace each other's: the person is told once.
    const notice = new Notification(title || t('session.untitled'), {
      tag: `chatmore-${id}`,
      body: t('session.finishedBody', { count: windowCount }, windowCount),
      icon: '/icon.svg',
    })
    notice.onclick = () => {
      window.focus()
      void router.push({ name: 'session', params: { id } })
      notice.close()
    }
  }
}

function canNotify(): boolean {
  return 'Notification' in globalThis && Notification.permission === 'granted'
}
