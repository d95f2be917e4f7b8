import { LlmError } from '../llm-error.ts'

const MASK = '[redacted]'
/** A shorter one is a word such as `x`, which stands for "no key". */
const MIN_LENGTH = 4

/**
 * Takes a key out of a text that an endpoint may have written it into, as it is or as in an address. `redact` knows
 * keys by their looks; this one is known. Texts are cut at their end, so there the beginning of the key goes as well.
 */
export function hideKey(text: string, apiKey: string | null): string {
  const key = apiKey?.trim() ?? ''
  if (key.length < MIN_LENGTH) return text
  const hidden = text.replaceAll(key, MASK).replaceAll(encodeURIComponent(key), MASK)
  for (let length = key.length - 1; length >= MIN_LENGTH; length--) {
    if (hidden.endsWith(key.slice(0, length))) return hidden.slice(0, -length) + MASK
  }
  return hidden
}

/** What a failed call is told as: an `LlmError` loses the key, anything else stays as it is. */
export function withoutKey(error: unknown, apiKey: string | null): unknown {
  if (!(error instanceof LlmError) || error.detail === undefined) return error
  const detail = hideKey(error.detail, apiKey)
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
