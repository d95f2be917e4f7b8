import type { ConnectionState } from '@chatmore/api/client'
import { useOnline } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

export type ConnectionProblem = 'offline' | 'reconnecting' | null

/**
 * Whether the server is in reach. What the browser says of its network only names a problem that shows: a server on this
 * very device needs no network, and a network is no server.
 */
export const useConnection = defineStore('connection', () => {
  const isOnline = useOnline()
  const isSocketLost = ref(false)
  const isServerAway = ref(false)

  const problem = computed<ConnectionProblem>(() => {
    if (!isSocketLost.value && !isServerAway.value) return null
    return isOnline.value ? 'reconnecting' : 'offline'
  })

  /** Takes what the client says of its live connection; `connecting` is a first try, or one after a pause. */
  function follow(state: ConnectionState): void {
    if (state === 'connecting') return
    isSocketLost.value = state === 'reconnecting'
    if (state === 'open') isServerAway.value = false
  }

  /** Takes whether a request got an answer. */
  function noteAnswer(hasAnswered: boolean): void {
    isServerAway.value = !hasAnswered
  }

  return { problem, isServerAway, follow, noteAnswer }
})
