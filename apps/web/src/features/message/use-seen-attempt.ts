import { computed, type WritableComputedRef } from 'vue'
import type { Turn } from './lib/group-turns.ts'
import { useSessionMessages } from './session-messages.ts'

/**
 * Which attempt at an answer one looks at: the newest, until one looks at another, and again once there is a newer one.
 * It outlives the turn on the page, which is there only while it is near what one sees.
 */
export function useSeenAttempt(turn: () => Turn): WritableComputedRef<number> {
  const { seenAttempts } = useSessionMessages()
  return computed({
    get() {
      const { key, attempts } = turn()
      const seen = seenAttempts.get(key)
      return seen?.count === attempts.length ? seen.index : attempts.length - 1
    },
    set(index) {
      const { key, attempts } = turn()
      seenAttempts.set(key, { index, count: attempts.length })
    },
  })
}
