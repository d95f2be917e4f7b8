/** Why a call failed. The API's contract has the same words as `answerErrorCodes`. */
export type LlmErrorCode =
  | 'ADDRESS_REFUSED'
  | 'CONNECT_FAILED'
  | 'CONNECT_TIMEOUT'
  | 'FIRST_TOKEN_TIMEOUT'
  | 'IDLE_TIMEOUT'
  | 'TOTAL_TIMEOUT'
  | 'KEY_REFUSED'
  | 'QUOTA_EXCEEDED'
  | 'RATE_LIMITED'
  | 'MODEL_NOT_FOUND'
  | 'REQUEST_REFUSED'
  | 'CONTEXT_TOO_LONG'
  | 'UPSTREAM_ERROR'
  | 'WEB_PAGE'
  | 'REDIRECT'
  | 'BAD_RESPONSE'
  | 'CONNECTION_LOST'

export interface LlmErrorInit {
  code: LlmErrorCode
  /** For the person who reads the window: what happened and what they can do. No inner host, no key. */
  message: string
  /** For the log: the endpoint's own words, redacted. */
  detail?: string
  status?: number
  retryAfterMs?: number
  isRetryable?: boolean
  cause?: unknown
}

/** A failed call. `isRetryable` is decided here once: another try before the first byte may help. */
export class LlmError extends Error {
  readonly code: LlmErrorCode
  readonly detail: string | undefined
  readonly status: number | undefined
  readonly retryAfterMs: number | undefined
  readonly isRetryable: boolean

  constructor(init: LlmErrorInit) {
    super(init.message, { cause: init.cause })
    this.name = 'LlmError'
    this.code = init.code
    this.detail = init.detail
    this.status = init.status
    this.retryAfterMs = init.retryAfterMs
    this.isRetryable = init.isRetryable ?? false
  }
}
