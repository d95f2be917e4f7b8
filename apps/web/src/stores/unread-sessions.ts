import type { SessionSummary } from '@chatmore/api/contract'
import { defineStore } from 'pinia'
import { ref } from 'vue'

/** Sessions whose answers ended while another page was open. */
export const useUnreadSessions = defineStore('unread-sessions', () => {
  const unread = ref(new Set<string>())
  let running = new Set<string>()

  /** Compares the list with what ran before. */
  function observe(sessions: readonly SessionSummary[], openId: string | null): void {
    for (const session of sessions) {
      if (running.has(session.id) && !session.isRunning && session.id !== openId) unread.value.add(session.id)
    }
    running = new Set(sessions.filter((session) => session.isRunning).map((session) => session.id))
  }

  function markRead(id: string): void {
    unread.value.delete(id)
  }

  return { unread, observe, markRead }
})
