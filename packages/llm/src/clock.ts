/** Time in milliseconds that never goes back, so that tests can hold it. */
export interface Clock {
  now(): number
  /** Calls back once after so many milliseconds; the returned function cancels. */
  schedule(delayMs: number, callback: () => void): () => void
}

export const monotonicClock: Clock = {
  now: () => performance.now(),
  schedule(delayMs, callback) {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
}
