import { errors } from 'undici'
import { LlmError, type LlmErrorCode } from '../llm-error.ts'
import { makeError } from './make-error.ts'

/** Failures that another try a moment later may not meet again. */
const PASSING = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ETIMEDOUT',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Codes of what could not be decompressed or has no head of a sensible size: nothing broke, it is no API. */
const UNREADABLE = /^(?:UND_ERR_HEADERS_OVERFLOW|Z_|ERR__ERROR)/

/** The error for a connection that could not be made (`isConnected` false) or that broke. */
export function toConnectionError(error: unknown, isConnected: boolean): LlmError {
  if (error instanceof LlmError) return error
  const { code, text } = findReason(error)
  // The parser's error holds the endpoint's bytes, so it is not kept as the cause.
  if (error instanceof errors.HTTPParserError) return makeError('BAD_RESPONSE', { detail: text })
  const isRetryable = PASSING.has(code)
  return makeError(toCode(code, isConnected), { detail: text, cause: error, isRetryable })
}

function toCode(reason: string, isConnected: boolean): LlmErrorCode {
  if (UNREADABLE.test(reason)) return 'BAD_RESPONSE'
  return isConnected ? 'CONNECTION_LOST' : 'CONNECT_FAILED'
}

/** With several addresses tried, Node wraps their errors in one that says nothing. */
function findReason(error: unknown): { code: string; text: string } {
  const inner = error instanceof AggregateError ? (error.errors[0] as unknown) : error
  if (!(inner instanceof Error)) return { code: '', text: String(inner) }
  const code = 'code' in inner && typeof inner.code === 'string' ? inner.code : ''
  return { code, text: [code, inner.message].filter(Boolean).join(': ') }
}
