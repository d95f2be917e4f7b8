import type { ConnectionState } from '@chatmore/api/client'
import { useOnline } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

export type ConnectionProblem = 'offline' | 'reconnecting' | null

/** Whether the live connection to the server stands. */
export const useConnection = defineStore('connection', () => {
  const isOnline = useOnline()
  const isReconnecting = ref(false)

  const problem = computed<ConnectionProblem>(() => {
    if (!isOnline.value) return 'offline'
    return isReconnecting.value ? 'reconnecting' : null
  })

  /** Takes what the client says of its connection; `connecting` is a first try, or one after a pause. */
  function follow(state: ConnectionState): void {
    if (state !== 'connecting') isReconnecting.value = state === 'reconnecting'
  }

  return { problem, follow }
})
