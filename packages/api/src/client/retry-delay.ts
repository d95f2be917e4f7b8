const FIRST_MS = 200
const LONGEST_MS = 10_000

/**
 * How long to wait before another attempt: at random within a limit that doubles (full jitter), so that the clients of a
 * restarted server do not all come back at once (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
export function retryDelay(attempt: number, random: () => number = Math.random): number {
  const limit = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt + 1))
  return FIRST_MS + random() * (limit - FIRST_MS)
}
