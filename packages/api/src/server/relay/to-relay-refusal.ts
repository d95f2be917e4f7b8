import { LlmError, type ForwardFailure } from '@chatmore/llm'
import type { AppErrorCode } from '../../contract/index.ts'
import type { AppErrorShape } from '../errors/format-error.ts'
import { ACCESS_LOST } from './hold-access.ts'
import { SESSION_HEADER } from './record/record-header.ts'
import { SERVER_STOPS, type RelayRefusal } from './relay.ts'

/** An error as OpenAI's API writes it (https://platform.openai.com/docs/guides/error-codes). */
interface OpenAiError {
  status: number
  message: string
  type: string
  param?: string | undefined
  code: string | null
  retryAfterMs?: number | undefined
}

function toRefusal({ status, message, type, param, code, retryAfterMs }: OpenAiError): RelayRefusal {
  return {
    status,
    contentType: 'application/json',
    text: JSON.stringify({ error: { message, type, param: param ?? null, code } }),
    retryAfter: retryAfterMs === undefined ? null : String(Math.max(1, Math.ceil(retryAfterMs / 1000))),
  }
}

const codes: Partial<Record<AppErrorCode, string>> = {
  UNAUTHORIZED: 'invalid_api_key',
  NOT_FOUND: 'model_not_found',
  FORBIDDEN: 'model_not_found',
  MODEL_UNAVAILABLE: 'model_not_found',
  RATE_LIMITED: 'rate_limit_exceeded',
}

/** Not to be asked again by itself, as programs do of what they are told failed. */
export function stoppedRefusal(): RelayRefusal {
  return toRefusal({
    status: 400,
    message: 'the answer was stopped in ChatMore',
    type: 'stopped',
    code: 'stopped',
  })
}

/** What ChatMore itself refuses. */
export function toOwnRefusal({ message, data }: AppErrorShape): RelayRefusal {
  const { appError, httpStatus } = data
  const isOfSession = appError.code === 'NOT_FOUND' && SESSION_HEADER in (appError.fields ?? {})
  const code = isOfSession ? 'session_not_found' : (codes[appError.code] ?? appError.code.toLowerCase())
  const status = appError.code === 'MODEL_UNAVAILABLE' ? 404 : httpStatus
  const { retryAfterMs, fields } = appError
  const [param] = Object.keys(fields ?? {})
  return toRefusal({ status, message, type: toType(status), param, code, retryAfterMs })
}

function toType(status: number): string {
  if (status === 429) return 'rate_limit_error'
  return status >= 500 ? 'server_error' : 'invalid_request_error'
}

const TIMEOUTS: ReadonlySet<string> = new Set([
  'CONNECT_TIMEOUT',
  'FIRST_TOKEN_TIMEOUT',
  'IDLE_TIMEOUT',
  'TOTAL_TIMEOUT',
])

/** Whoever asked can do nothing about these: ChatMore's key, its account and the address are the administrator's. */
const OWN_FAULTS: ReadonlySet<string> = new Set(['KEY_REFUSED', 'QUOTA_EXCEEDED', 'ADDRESS_REFUSED'])

/** What the endpoint refuses is told in its own words, unless it is for a fault of ChatMore's own. */
export function toUpstreamRefusal({ error, refusal }: ForwardFailure, ref: string): RelayRefusal {
  if (error === SERVER_STOPS) {
    const { message } = SERVER_STOPS
    return toRefusal({ status: 503, message, type: 'server_error', code: 'unavailable' })
  }
  if (error === ACCESS_LOST) {
    const { message } = ACCESS_LOST
    return toRefusal({ status: 401, message, type: 'invalid_request_error', code: 'invalid_api_key' })
  }
  if (!(error instanceof LlmError)) {
    return toRefusal({
      status: 500,
      message: `internal error, ref ${ref}`,
      type: 'server_error',
      code: 'internal',
    })
  }
  if (refusal && refusal.status >= 400 && !OWN_FAULTS.has(error.code)) {
    const { status, contentType, text, retryAfter } = refusal
    return { status, contentType, text, retryAfter }
  }
  const status = error.code === 'RATE_LIMITED' ? 429 : TIMEOUTS.has(error.code) ? 504 : 502
  const { message, retryAfterMs } = error
  return toRefusal({ status, message, type: 'upstream_error', code: error.code.toLowerCase(), retryAfterMs })
}
