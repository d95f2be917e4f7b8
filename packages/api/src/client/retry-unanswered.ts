import { hasAppError, parseAppError } from './parse-app-error.ts'
import { retryDelay } from './retry-delay.ts'
import type { WakeableWaits } from './wakeable-waits.ts'

/** The server answers within ten seconds, be it that it is busy. */
const ATTEMPT_MS = 20_000

interface RetryParts {
  /** No other try begins when this is over. */
  forMs: number
  signal: AbortSignal
  waits: WakeableWaits
}

/**
 * Calls again while there is no answer, or the server did nothing for want of its database or of capacity. Only for calls
 * that do the same thing when they are made twice: an answer may have been lost on its way back.
 */
export async function retryUnanswered<Result>(
  call: (signal: AbortSignal) => Promise<Result>,
  { forMs, signal, waits }: RetryParts,
): Promise<Result> {
  const endsAt = performance.now() + forMs
  for (let attempt = 0; ; attempt++) {
    try {
      return await withTimeout(call, signal)
    } catch (error) {
      const delay = retryDelay(attempt)
      if (signal.aborted || !isUnanswered(error) || performance.now() + delay > endsAt) throw error
      await waits.wait(delay, signal)
      if (signal.aborted) throw error
    }
  }
}

/** Calls once, and gives up when no answer has come in twenty seconds. */
export async function withTimeout<Result>(
  call: (signal: AbortSignal) => Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(new Error('The server did not answer in time')), ATTEMPT_MS)
  try {
    return await call(AbortSignal.any([signal, late.signal]))
  } finally {
    clearTimeout(timer)
  }
}

function isUnanswered(error: unknown): boolean {
  const code = parseAppError(error)?.code
  if (code !== undefined) return code === 'BUSY' || code === 'UNAVAILABLE'
  // A newer server may refuse by a code that is not known here.
  if (hasAppError(error)) return false
  const status = readForeignStatus(error)
  return status === undefined || status >= 500 || PASSING_STATUSES.has(status)
}

const PASSING_STATUSES = new Set([200, 408, 425, 429])

/** What a proxy answered in the server's place. */
export interface ForeignAnswer extends Error {
  status: number
}

/** An answer that is not the server's own: a proxy's page while the server is away, or a network's sign-in page. */
export function toForeignAnswer(status: number): ForeignAnswer {
  return Object.assign(new Error(`The address answered with status ${status} and no JSON`), { status })
}

function readForeignStatus(error: unknown): number | undefined {
  const cause = error instanceof Error ? error.cause : undefined
  return (cause as Partial<ForeignAnswer> | undefined)?.status
}
