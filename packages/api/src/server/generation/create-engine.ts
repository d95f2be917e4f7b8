import type { Log } from '../log.ts'
import type { Clock, EventBus, LlmClient, RunStore } from './ports.ts'
import type { WatchedEvent, WatchOptions } from './watch-session.ts'

export interface EngineParts {
  store: RunStore
  bus: EventBus
  llm: LlmClient
  clock: Clock
  /** This instance, as the leases name it. */
  owner: string
  log: Log
}

/** Runs answers and shows them to whoever watches. A run belongs to the engine, never to a socket. */
export interface Engine {
  /** Takes up pending answers that this owner holds. Returns at once; an answer already taken up is left alone. */
  start(messageIds: string[]): void
  /** Ends answers as `stopped` with the text so far. Returns how many it ended, once they are stored. */
  stop(messageIds: string[]): Promise<number>
  /** The session's answers that are running on this instance. */
  listRunning(sessionId: string): string[]
  /** Follows a session: `sync` first, then what changed since `lastEventId`, then what happens. Ends when the right to watch does. */
  watch(sessionId: string, options: WatchOptions): AsyncGenerator<WatchedEvent, void, undefined>
  /** Tells the session's watchers that its title, system message or windows changed. */
  announceSession(sessionId: string): Promise<void>
  /** Tells the session's watchers that these messages were created or changed other than by a run. */
  announceMessages(sessionId: string, messageIds: string[]): Promise<void>
  /** Ends as `interrupted` what a killed instance left in flight: now, and every 5 seconds from now on. */
  recover(): Promise<void>
  /** Takes no new runs, lets the running ones finish for so long, stores the rest as `interrupted`, ends all watching. */
  shutdown(graceMs: number): Promise<void>
}

/** Puts the engine together. Nothing runs until `start`, `watch` or `recover` is called. */
export function createEngine(_parts: EngineParts): Engine {
  throw new Error('not built yet')
}
