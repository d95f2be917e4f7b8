import { LlmError, type LlmErrorCode } from '@chatmore/llm'
import type { AnswerErrorCode } from '../../contract/index.ts'

type UpstreamErrorCode = Exclude<AnswerErrorCode, 'INTERNAL' | 'ACCESS_LOST'>

/** The contract's word for each of the client's: the two `satisfies` keep either side from growing alone. */
const answerErrorCodes = {
  ADDRESS_REFUSED: 'ADDRESS_REFUSED',
  CONNECT_FAILED: 'CONNECT_FAILED',
  CONNECT_TIMEOUT: 'CONNECT_TIMEOUT',
  FIRST_TOKEN_TIMEOUT: 'FIRST_TOKEN_TIMEOUT',
  IDLE_TIMEOUT: 'IDLE_TIMEOUT',
  TOTAL_TIMEOUT: 'TOTAL_TIMEOUT',
  KEY_REFUSED: 'KEY_REFUSED',
  QUOTA_EXCEEDED: 'QUOTA_EXCEEDED',
  RATE_LIMITED: 'RATE_LIMITED',
  MODEL_NOT_FOUND: 'MODEL_NOT_FOUND',
  REQUEST_REFUSED: 'REQUEST_REFUSED',
  CONTEXT_TOO_LONG: 'CONTEXT_TOO_LONG',
  UPSTREAM_ERROR: 'UPSTREAM_ERROR',
  WEB_PAGE: 'WEB_PAGE',
  REDIRECT: 'REDIRECT',
  BAD_RESPONSE: 'BAD_RESPONSE',
  CONNECTION_LOST: 'CONNECTION_LOST',
} satisfies Record<LlmErrorCode, UpstreamErrorCode> satisfies Record<UpstreamErrorCode, LlmErrorCode>

export interface AnswerError {
  errorCode: AnswerErrorCode
  errorMessage: string
  errorDetail: string | null
  httpStatus: number | null
}

/** What an answer's row says of a failure. An unexpected one says nothing of its inside; `ref` finds it in the log. */
export function toAnswerError(failure: unknown, ref: string): AnswerError {
  if (!(failure instanceof LlmError)) {
    const errorMessage = `internal error, ref ${ref}`
    return { errorCode: 'INTERNAL', errorMessage, errorDetail: null, httpStatus: null }
  }
  return {
    errorCode: answerErrorCodes[failure.code],
    errorMessage: failure.message,
    errorDetail: failure.detail ?? null,
    httpStatus: failure.status ?? null,
  }
}
