import { retryDelay } from '@chatmore/api/client'
import { useEventListener, useTimeoutFn } from '@vueuse/core'
import { ref, watch } from 'vue'
import { useConnection } from '../../stores/connection.ts'

/** An answer that takes longer is none. */
const TIMEOUT_MS = 8000

/** Asks a server that gave no answer again and again, so that its return shows without anybody's doing. */
export function useServerProbe(): void {
  const connection = useConnection()
  const attempt = ref(0)
  const again = useTimeoutFn(probe, () => retryDelay(attempt.value), { immediate: false })

  async function probe(): Promise<void> {
    again.stop()
    connection.noteAnswer(await isReachable())
    if (!connection.isServerAway) return
    attempt.value++
    again.start()
  }

  watch(
    () => connection.isServerAway,
    (isAway) => {
      attempt.value = 0
      if (isAway) again.start()
      else again.stop()
    },
    { immediate: true },
  )
  // The browser's word is a reason to look, in both directions.
  useEventListener(window, 'offline', probe)
  useEventListener(window, 'online', probe)
}

async function isReachable(): Promise<boolean> {
  try {
    const response = await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) })
    return response.ok
  } catch {
    return false
  }
}
