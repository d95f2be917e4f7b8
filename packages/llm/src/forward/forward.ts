import type { BodyFlow } from '../call/decode-body.ts'
import type { ChatEndpoint, ChatTimeouts } from '../chat-request.ts'

/** What of an endpoint's API is asked, below its base. */
export type ForwardPath = 'chat/completions' | 'embeddings' | 'responses'

/** A request of someone else's, which goes out as it is. */
export interface ForwardRequest {
  endpoint: ChatEndpoint
  path: ForwardPath
  /** JSON text. */
  body: string
  /** The same, asking for usage; tried first unless the endpoint is known to refuse it. */
  askingForUsage?: string | undefined
  timeouts: ChatTimeouts
}

export interface ForwardHead {
  status: number
  headers: Record<string, string | string[] | undefined>
  /** Whether the usage was asked for that `askingForUsage` asks for. */
  isUsageAsked: boolean
  /** Holds the endpoint back while whoever reads is slower. */
  flow: BodyFlow
}

export interface ForwardOptions {
  /** Aborting ends the call at once; `forward` then rejects with the signal's reason. */
  signal: AbortSignal
  /** The answer begins: called once, for a success alone. */
  onHead(head: ForwardHead): void
  /** The answer's bytes as they come, decompressed. */
  onBytes(bytes: Buffer): void
  /**
   * Whether the answer has told how it ends: an endpoint that then neither says more nor ends the connection is left after a few
   * seconds. Asked only while it is silent.
   */
  isFinished?: (() => boolean) | undefined
}

/** What an endpoint said that refused a call, without its key. */
export interface ForwardRefusal {
  status: number
  contentType: string
  retryAfter: string | null
  text: string
}

/** A call that failed: by an error of the connection, or as the endpoint said. */
export interface ForwardFailure {
  error: unknown
  refusal: ForwardRefusal | null
}

export interface Forwarder {
  /**
   * Resolves with null once the answer is whole, else with why there is none, or no more of it. Rejects with the signal's
   * reason alone.
   */
  forward(request: ForwardRequest, options: ForwardOptions): Promise<ForwardFailure | null>
}
