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

  return { isReconnecting, problem }
})
