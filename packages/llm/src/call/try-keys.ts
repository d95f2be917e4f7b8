import type { ChatEndpoint } from '../chat-request.ts'
import type { KeyRefusal } from '../key-ring.ts'
import { LlmError } from '../llm-error.ts'
import { secretsOf, withoutKey } from './hide-key.ts'

/** How long a key rests that was used too much, where the endpoint does not say. */
const REST_MS = 30_000
const LONGEST_REST_MS = 3_600_000
/** Credit comes back by someone's hand, and what only words within a stream tell may have another reason. */
const LONG_REST_MS = 600_000
/** Some refuse a text with the status of a key (https://openrouter.ai/docs/api-reference/errors). */
const IS_ABOUT_TEXT = /moderation|flagged|content[_ ]?(?:policy|filter)|safety/i

/** Asks with one key after the other until one is not refused. What part of an answer has come of is never asked again. */
export async function tryKeys<T>(
  endpoint: ChatEndpoint,
  ask: (endpoint: ChatEndpoint) => Promise<T>,
  hasText: () => boolean,
): Promise<T> {
  const { keys } = endpoint
  if (!keys) return ask(endpoint)
  let failure: unknown = null
  for (const key of keys.order()) {
    try {
      const answer = await ask({ ...endpoint, apiKey: key.value })
      keys.noteAnswer(key)
      return answer
    } catch (error) {
      const told = withoutKey(error, secretsOf({ ...endpoint, apiKey: key.value }))
      const refusal = hasText() ? null : toKeyRefusal(told)
      if (!refusal) throw told
      keys.noteRefusal(key, refusal)
      failure = chooseFailure(failure, told)
    }
  }
  throw failure
}

/** What an error says of the key that was used; null where it is no fault of the key's. */
function toKeyRefusal(error: unknown): KeyRefusal | null {
  if (!(error instanceof LlmError)) return null
  const restMs = toRest(error)
  return restMs === 0 ? null : { status: error.status ?? null, restMs }
}

function toRest({ code, status, detail = '', retryAfterMs = REST_MS }: LlmError): number | null {
  // The endpoint as a whole is overloaded where the status is another.
  if (code === 'RATE_LIMITED') return status === 429 ? Math.min(retryAfterMs, LONGEST_REST_MS) : 0
  if (code === 'QUOTA_EXCEEDED') return LONG_REST_MS
  if (code !== 'KEY_REFUSED' || IS_ABOUT_TEXT.test(detail)) return 0
  return status === 401 || status === 403 ? null : LONG_REST_MS
}

/** Of several refusals the one that another try may mend soonest. */
function chooseFailure(known: unknown, next: unknown): unknown {
  return waitOf(next) <= waitOf(known) ? next : known
}

function waitOf(failure: unknown): number {
  if (!(failure instanceof LlmError) || !failure.isRetryable) return Infinity
  return failure.retryAfterMs ?? 0
}
