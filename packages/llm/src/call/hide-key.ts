import type { ChatEndpoint } from '../chat-request.ts'
import { LlmError } from '../llm-error.ts'

const MASK = '[redacted]'
/** A shorter one is a word such as `x`, which stands for "no key". */
const MIN_LENGTH = 4
/** A shorter value of a header is a word such as `enabled`. */
const MIN_VALUE_LENGTH = 8

type Secrets = string | readonly string[] | null

/**
 * Takes a key out of a text that an endpoint may have written it into, as it is or as in an address. `redact` knows
 * keys by their looks; this one is known. Texts are cut at their end, so there the beginning of the key goes as well.
 */
export function hideKey(text: string, secrets: Secrets): string {
  return toList(secrets).reduce(hideOne, text)
}

function hideOne(text: string, secret: string): string {
  const key = secret.trim()
  if (key.length < MIN_LENGTH) return text
  const hidden = text.replaceAll(key, MASK).replaceAll(encodeURIComponent(key), MASK)
  for (let length = key.length - 1; length >= MIN_LENGTH; length--) {
    if (hidden.endsWith(key.slice(0, length))) return hidden.slice(0, -length) + MASK
  }
  return hidden
}

function toList(secrets: Secrets): readonly string[] {
  return typeof secrets === 'string' ? [secrets] : (secrets ?? [])
}

/** The key of an endpoint and the values of its extra headers, with what stands behind a word such as `Bearer` alone too. */
export function secretsOf({ apiKey, headers = {} }: ChatEndpoint): string[] {
  const values = Object.values(headers).flatMap((value) => [value, value.slice(value.indexOf(' ') + 1)])
  return [...(apiKey === null ? [] : [apiKey]), ...values.filter(({ length }) => length >= MIN_VALUE_LENGTH)]
}

/** What a failed call is told as: an `LlmError` loses the key, anything else stays as it is. */
export function withoutKey(error: unknown, secrets: Secrets): unknown {
  if (!(error instanceof LlmError) || error.detail === undefined) return error
  const detail = hideKey(error.detail, secrets)
  return detail === error.detail ? error : new LlmError({ ...toInit(error), detail })
}

function toInit({ code, message, status, retryAfterMs, isRetryable, cause }: LlmError) {
  return {
    code,
    message,
    isRetryable,
    cause,
    ...(status !== undefined && { status }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  }
}
