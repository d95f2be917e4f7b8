import type { Clock } from '../clock.ts'
import { LlmError } from '../llm-error.ts'

/** Tries after the first one. */
const MAX_RETRIES = 2
/** An endpoint that asks for a longer wait is not waited for: the person is told how long it is. */
const MAX_WAIT_MS = 60_000
const FIRST_BACKOFF_MS = 500

export interface RetryOptions {
  clock: Clock
  random(): number
  signal: AbortSignal
  totalDeadline: number
  /** Whether part of the answer was given out: from then on a failure is final. */
  hasText(): boolean
}

/** Calls until it succeeds, fails for good or has been tried three times. */
export async function retry<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  for (let retries = 0; ; retries++) {
    try {
      return await attempt()
    } catch (error) {
      options.signal.throwIfAborted()
      const waitMs = chooseWait(error, retries, options)
      if (waitMs === null) throw error
      await pause(waitMs, options)
    }
  }
}

/** How long to wait before the next try; null where there is none. */
function chooseWait(error: unknown, retries: number, options: RetryOptions): number | null {
  const { clock, random, totalDeadline, hasText } = options
  if (!(error instanceof LlmError) || !error.isRetryable) return null
  if (hasText() || retries >= MAX_RETRIES) return null
  // A connection kept from an earlier call may have been closed meanwhile: a fresh one is tried at once.
  if (error.code === 'CONNECTION_LOST' && retries === 0) return 0
  const backoffMs = FIRST_BACKOFF_MS * 2 ** retries * (0.5 + random() / 2)
  const waitMs = error.retryAfterMs ?? backoffMs
  return waitMs > MAX_WAIT_MS || clock.now() + waitMs >= totalDeadline ? null : waitMs
}

function pause(ms: number, { clock, signal }: RetryOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      cancel()
      reject(signal.reason)
    }
    const cancel = clock.schedule(ms, () => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    })
    signal.addEventListener('abort', onAbort, { once: true })
  })
}
