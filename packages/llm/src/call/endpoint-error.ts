import type { LlmError, LlmErrorCode } from '../llm-error.ts'
import { isRecord } from '../is-record.ts'
import { makeError } from './make-error.ts'

/** What an endpoint said about its refusal, wherever it put it. */
export interface EndpointWords {
  message: string
  code: string
}

export interface Refusal {
  status: number
  words: EndpointWords
  retryAfterMs?: number | null
}

const CONTEXT_TOO_LONG =
  /context[_ ](?:length|window|size)|maximum context|too many (?:input )?tokens|(?:prompt|input|messages?) (?:is|are) too long|reduce the length of the messages|exceeds? the (?:model'?s )?(?:maximum|max)[\w ]*(?:tokens|length)|超过.{0,12}(?:长度|上下文)/i
const NO_CREDIT =
  /insufficient[_ ](?:quota|balance|credits?|funds)|exceeded your current quota|billing[_ ](?:hard[_ ]limit|not[_ ]active)|credit balance|out of credits|余额不足|欠费/i
const NO_SUCH_MODEL =
  /model[_ ]not[_ ](?:found|exist)|(?:unknown|invalid|no such) model|model\b.{0,120}\b(?:not found|does ?n[o']t exist|not exist|is not available)/i
const BAD_KEY = /invalid[_ ](?:api[_ ]?key|authentication)|incorrect api key|unauthorized|authentication/i
const TOO_MANY = /rate[_ ]?limit|too many requests|overloaded|速率|频率/i

/** The first that applies decides. The last two are for errors within a stream, which mostly have no status. */
const rules: [code: LlmErrorCode, applies: (status: number, said: string) => boolean][] = [
  // Anthropic's "overloaded" is a rate limit by another number.
  ['RATE_LIMITED', (status) => status === 529],
  ['UPSTREAM_ERROR', (status) => status >= 500],
  ['QUOTA_EXCEEDED', (status, said) => status === 402 || NO_CREDIT.test(said)],
  ['RATE_LIMITED', (status) => status === 429],
  ['KEY_REFUSED', (status) => status === 401 || status === 403],
  ['CONTEXT_TOO_LONG', (_status, said) => CONTEXT_TOO_LONG.test(said)],
  ['MODEL_NOT_FOUND', (status, said) => status === 404 || NO_SUCH_MODEL.test(said)],
  ['UPSTREAM_ERROR', (status) => status === 408],
  ['REQUEST_REFUSED', (status) => status >= 400],
  ['RATE_LIMITED', (_status, said) => TOO_MANY.test(said)],
  ['KEY_REFUSED', (_status, said) => BAD_KEY.test(said)],
]

/** Reads an error body: `{ error: { message, code } }`, `{ error: '...' }`, `{ message }`, `{ detail }`, or plain text. */
export function readEndpointWords(body: unknown): EndpointWords {
  const holder = Array.isArray(body) ? body[0] : body
  if (!isRecord(holder)) return { message: toText(holder), code: '' }
  const inner = holder.error ?? holder
  if (!isRecord(inner)) return { message: toText(inner), code: '' }
  const message = inner.message ?? inner.detail ?? inner.msg ?? inner
  const code = inner.code ?? inner.type ?? inner.status
  return { message: toText(message), code: toText(code) }
}

/** The error for an HTTP status that is not a success, or for an `{ error }` within a stream (status by its code, or 200). */
export function toEndpointError({ status, words, retryAfterMs }: Refusal): LlmError {
  const code = toCode(status, `${words.code} ${words.message}`)
  const detail = [`HTTP ${status}`, words.code, words.message].filter(Boolean).join(' · ')
  const isRetryable = code === 'RATE_LIMITED' || code === 'UPSTREAM_ERROR'
  const wait = isRetryable && retryAfterMs != null ? { retryAfterMs } : {}
  const message = code === 'RATE_LIMITED' && retryAfterMs != null ? { message: toWaitText(retryAfterMs) } : {}
  return makeError(code, { status, detail, isRetryable, ...wait, ...message })
}

/** The HTTP status that a numeric error code within a stream stands for. */
export function toStatus(code: string): number {
  return /^[45]\d\d$/.test(code) ? Number(code) : 200
}

function toCode(status: number, said: string): LlmErrorCode {
  return rules.find(([, applies]) => applies(status, said))?.[0] ?? 'UPSTREAM_ERROR'
}

function toWaitText(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  const wait = seconds < 120 ? `${Math.max(1, seconds)} seconds` : `${Math.ceil(seconds / 60)} minutes`
  return `The model’s server has too many requests at the moment. Try again in ${wait}.`
}

function toText(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  try {
    return JSON.stringify(value)
  } catch {
    // Nested so deep that the stack does not suffice.
    return ''
  }
}
