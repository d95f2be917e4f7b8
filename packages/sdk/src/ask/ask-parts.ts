import type { ApiClient, WakeableWaits } from '@chatmore/api/client'
import type { MessageSendInput, SendResult } from '@chatmore/api/contract'

/** What an `ask` needs of its client. */
export interface AskParts {
  client: ApiClient
  /** `message.send`, tried once. */
  send(input: MessageSendInput, signal: AbortSignal): Promise<SendResult>
  /** For how long to go on sending without an answer, in milliseconds. */
  sendRetryMs: number
  waits: WakeableWaits
  /** Aborts when the client is closed. */
  closing: AbortSignal
  /** Has the client wait for this a moment before it closes. */
  finish(work: Promise<unknown>): void
}
