import type { WatchEvent } from '../../contract/index.ts'

export interface WatchOptions {
  /** The id of the last event that the watcher got before it lost touch. */
  lastEventId?: string | null | undefined
  signal: AbortSignal
  /** How many bytes the watcher's socket has not sent yet. */
  bufferedAmount: () => number
  /** Whether the watcher may still see the session, read afresh. */
  isAllowed: () => Promise<boolean>
}

export interface WatchedEvent {
  id: string
  event: WatchEvent
}
