import { defineStore } from 'pinia'
import { reactive } from 'vue'

/** Which window alone the shared box of a session writes to; all of them where there is none. */
export const useOnlyTarget = defineStore('only-target', () => {
  const bySession = reactive(new Map<string, string>())

  function get(sessionId: string): string | null {
    return bySession.get(sessionId) ?? null
  }

  function set(sessionId: string, windowId: string | null): void {
    if (windowId === null) bySession.delete(sessionId)
    else bySession.set(sessionId, windowId)
  }

  return { get, set }
})
