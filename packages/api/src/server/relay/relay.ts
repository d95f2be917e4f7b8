import type { BodyFlow, ForwardPath } from '@chatmore/llm'

/** Why a call ends that the server ends. */
export const SERVER_STOPS = new Error('the server is restarting')

/** A request to the relay. */
export interface RelayRequest {
  path: ForwardPath
  /** Its body as text, or why that is not read; asked for once it is known who calls. */
  readBody(): Promise<string | RelayRefusal>
  /** Aborted once whoever asked has left. */
  signal: AbortSignal
  /** Where it is to be recorded as a conversation; absent where it is not. */
  record?: RecordRequest | undefined
}

export interface RecordRequest {
  /** As the header names it. */
  session: string
  /** Called with the session's id before there is a head of the answer. */
  tell(sessionId: string): void
}

/** Where a relayed answer goes, as it comes. */
export interface RelayReply {
  /** The head of a success. `flow` holds the endpoint back. */
  open(head: { status: number; contentType: string }, flow: BodyFlow): void
  write(bytes: Buffer): void
  /** The answer is whole. */
  end(): void
  /** There is no answer, or no more of it: where it has begun already, it is cut off. */
  refuse(refusal: RelayRefusal): void
}

/** An answer in place of one, in OpenAI's shape or as the endpoint gave it. */
export interface RelayRefusal {
  status: number
  contentType: string
  text: string
  retryAfter: string | null
}
