import type { WatchEvent } from '@chatmore/api/contract'
import { onScopeDispose } from 'vue'
import { useClient } from '../../shared/api/use-api.ts'

/** A server that keeps sending gaps is not asked for fresh copies more often than this. */
const RESTART_MS = 1000

interface SessionWatch {
  /** Watches anew, which begins with a fresh copy of every answer in flight. */
  restart(): void
}

interface Sinks {
  onEvent(event: WatchEvent): void
  /** It ended for good: the session is gone, or no longer the caller's. */
  onEnd(error: unknown): void
}

/** Follows a session's events, over one subscription, until the scope ends. */
export function useSessionWatch(sessionId: string, sinks: Sinks): SessionWatch {
  const client = useClient()
  const leaving = new AbortController()
  let current = new AbortController()
  let restartTimer: ReturnType<typeof setTimeout> | undefined

  async function follow(): Promise<void> {
    while (!leaving.signal.aborted) {
      const round = (current = new AbortController())
      const signal = AbortSignal.any([leaving.signal, round.signal])
      for await (const event of client.session.watch({ id: sessionId }, { signal })) sinks.onEvent(event)
      if (!round.signal.aborted) return
    }
  }

  function restart(): void {
    restartTimer ??= setTimeout(() => {
      restartTimer = undefined
      current.abort()
    }, RESTART_MS)
  }

  follow().catch((error: unknown) => {
    if (!leaving.signal.aborted) sinks.onEnd(error)
  })
  onScopeDispose(() => {
    clearTimeout(restartTimer)
    leaving.abort()
  })
  return { restart }
}
