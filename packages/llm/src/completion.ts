import type { ToldUsage } from './answer/tally-usage.ts'
import type { Trace } from './call/trace.ts'
import type { ChatRequest } from './chat-request.ts'

export type DeltaChannel = 'content' | 'reasoning'

/** Tokens of one call. `isEstimated` where the endpoint told none and they were counted here. */
export interface Usage {
  promptTokens: number
  completionTokens: number
  reasoningTokens: number | null
  /** Of the prompt's, those that the endpoint had read before; absent where it told none. */
  cachedTokens?: number | undefined
  isEstimated: boolean
}

/**
 * How a stream ended without an error. `incomplete`: it closed with neither finish reason nor `[DONE]`, or held reasoning
 * alone. Times are milliseconds from the start of the call; `ttftMs` is null where no text came.
 */
export interface Completion {
  outcome: 'done' | 'incomplete'
  finishReason: string | null
  usage: Usage
  httpStatus: number
  upstreamModel: string | null
  ttftMs: number | null
  latencyMs: number
  tries: number
}

/** What is to be read when its time has come. */
export interface Reading {
  /** Lets in what waits at the connection: called first, a turn of the event loop before. */
  letIn(): void
  read(): void
}

/** Reads it when it is time to. */
export type Gather = (reading: Reading) => void

export interface CompleteOptions {
  /** Aborting ends the call at once; `complete` then rejects with the signal's reason. */
  signal: AbortSignal
  /** Called in order for each piece of text, synchronously as it is read. */
  onDelta(channel: DeltaChannel, text: string): void
  /**
   * Told what the endpoint has told of its usage so far, and how many characters had been given out by then. A call that is
   * cut short is charged by it.
   */
  onUsage?: ((told: ToldUsage, textLength: number) => void) | undefined
  /** Told each step as it is taken, by whoever looks for what is wrong: the call has a connection of its own then. */
  trace?: Trace | undefined
  /** Told the body of each request that is made, images by name alone, and never the key. */
  onRequest?: ((body: string) => void) | undefined
  /**
   * For a caller that looks at the text every so often: what comes once the text has begun waits for it, and is read in
   * one go. Otherwise each piece is read as it comes.
   */
  gather?: Gather | undefined
}

/** Calls models. `complete` rejects with an `LlmError`, the deltas given so far being what the answer holds. */
export interface LlmClient {
  complete(request: ChatRequest, options: CompleteOptions): Promise<Completion>
}
