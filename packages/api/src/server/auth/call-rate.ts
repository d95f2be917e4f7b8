import { AppError } from '../errors/app-error.ts'
import { createTokenBucket, type TokenBucket } from './token-bucket.ts'

/** A person who opens many sessions at once makes a burst of calls; a script goes on. */
const BURST_SECONDS = 4
/** As often the buckets of those who have long been quiet are forgotten. */
const FORGET_EVERY_MS = 60_000

export type CallRate = ReturnType<typeof createCallRate>

/**
 * Counts the calls of a user, or of an address that nobody is signed in from, whichever way they come: one by one,
 * batched or over a socket.
 */
export function createCallRate(perSecond: number, now: () => number = () => performance.now()) {
  const buckets = new Map<string, TokenBucket>()
  let forgottenAt = 0

  function forgetQuiet(at: number) {
    if (at - forgottenAt < FORGET_EVERY_MS) return
    forgottenAt = at
    for (const [key, bucket] of buckets) if (bucket.isFull(at)) buckets.delete(key)
  }

  /** Throws RATE_LIMITED, with the time to wait, where these were too many. */
  return function countCall(key: string): void {
    const at = now()
    forgetQuiet(at)
    const bucket = buckets.get(key) ?? createTokenBucket({ perSecond, burst: perSecond * BURST_SECONDS })
    buckets.set(key, bucket)
    const retryAfterMs = bucket.take(at)
    if (retryAfterMs === 0) return
    const seconds = Math.ceil(retryAfterMs / 1000)
    const wait = seconds === 1 ? 'a second' : `${seconds} seconds`
    throw new AppError('RATE_LIMITED', `too many calls: try again in ${wait}`, { retryAfterMs })
  }
}
