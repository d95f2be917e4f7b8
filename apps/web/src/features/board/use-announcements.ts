import type { ChatWindow, Message } from '@chatmore/api/contract'
import { ref, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'

const texts = {
  done: 'window.finished',
  stopped: 'window.endedStopped',
  error: 'window.endedFailed',
  interrupted: 'window.endedInterrupted',
  incomplete: 'window.endedInterrupted',
} as const

/** What screen readers are told: that a window finished, not every token of it. */
export function useAnnouncements(windows: Ref<readonly ChatWindow[]>) {
  const { t } = useI18n()
  const announcement = ref('')

  function announceEnd({ windowId, status }: Message): void {
    const window = windows.value.find(({ id }) => id === windowId)
    if (window && status in texts) {
      announcement.value = t(texts[status as keyof typeof texts], { name: window.name })
    }
  }

  return { announcement, announceEnd }
}
