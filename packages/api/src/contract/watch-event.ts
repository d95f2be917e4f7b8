import type { Message } from './message.ts'
import type { Session } from './session.ts'

/** The two texts of an answer that grow while it streams. */
export type Channel = 'content' | 'reasoning'

/** Every answer in flight, whole. Comes first, and again whenever the server mends a gap. */
export interface SyncEvent {
  type: 'sync'
  messages: Message[]
}

/** A message was created or its status changed; an ended answer comes whole. */
export interface MessageEvent {
  type: 'message'
  message: Message
}

/** A piece of an answer in flight. `at` is where `text` starts in that channel, in UTF-16 units. */
export interface DeltaEvent {
  type: 'delta'
  messageId: string
  windowId: string
  channel: Channel
  at: number
  text: string
}

/** The session's title, system message or windows changed. */
export interface SessionEvent {
  type: 'session'
  session: Session
}

/** An event of `session.watch`; `applyWatchEvent` adds them up. */
export type WatchEvent = SyncEvent | MessageEvent | DeltaEvent | SessionEvent

/** Events that came together, in order: what a watcher gets that asked for `batched`, so many windows make few messages. */
export interface WatchBatch {
  type: 'batch'
  events: WatchEvent[]
}
