import type { ApiClient, WakeableWaits } from '@chatmore/api/client'
import type { MessageSendInput, SendResult } from '@chatmore/api/contract'
import type { AskInput } from './asking.ts'

/** What an `ask` needs of its client. */
export interface AskParts {
  client: ApiClient
  /** `message.send`, tried once. */
  send(input: MessageSendInput, signal: AbortSignal): Promise<SendResult>
  /** For how long an ask goes on without an answer until the server has its input, in milliseconds. */
  sendRetryMs: number
  waits: WakeableWaits
  /** Aborts when the client is closed. */
  closing: AbortSignal
  /** Has the client wait for this a moment before it closes. */
  finish(work: Promise<unknown>): void
}

/** What the steps share by which the server gets an input. */
export interface AskStep {
  input: AskInput
  signal: AbortSignal
  /** How much is left of the time for all of them. */
  remainingMs(): number
}
