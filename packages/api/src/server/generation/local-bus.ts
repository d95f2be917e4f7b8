import type { WatchEvent } from '../../contract/index.ts'
import type { EventBus } from './ports.ts'

type Listener = (event: WatchEvent) => void

/** The bus of a single instance: calls its listeners at once, within `publish`. */
export function createLocalBus(): EventBus {
  const listeners = new Map<string, Set<Listener>>()
  return {
    publish(sessionId, event) {
      for (const listener of listeners.get(sessionId) ?? []) listener(event)
    },
    subscribe(sessionId, listener) {
      const ofSession = listeners.get(sessionId) ?? new Set()
      listeners.set(sessionId, ofSession.add(listener))
      return () => {
        ofSession.delete(listener)
        if (ofSession.size === 0 && listeners.get(sessionId) === ofSession) listeners.delete(sessionId)
      }
    },
  }
}
