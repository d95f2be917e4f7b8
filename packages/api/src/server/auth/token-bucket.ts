export interface TokenBucketOptions {
  /** How many tokens it gains. */
  perSecond: number
  /** How many it holds at most, and at first. */
  burst: number
}

export interface TokenBucket {
  /** Takes so many tokens at a time in milliseconds: 0, or for how long to wait where there are too few; then none is taken. */
  take(now: number, tokens?: number): number
  /** Whether it is as full as at first, so that it may be forgotten. */
  isFull(now: number): boolean
}

/** Lets short bursts pass and bounds what comes in the long run. */
export function createTokenBucket({ perSecond, burst }: TokenBucketOptions): TokenBucket {
  let level = burst
  let filledAt = 0
  const fill = (now: number) => {
    level = Math.min(burst, level + (Math.max(0, now - filledAt) * perSecond) / 1000)
    filledAt = now
  }
  return {
    take(now, tokens = 1) {
      fill(now)
      if (level < tokens) return Math.ceil(((tokens - level) * 1000) / perSecond)
      level -= tokens
      return 0
    },
    isFull(now) {
      fill(now)
      return level >= burst
    },
  }
}
