import type { WebError } from '../../../shared/api/to-app-error.ts'

const PASSING = new Set(['OFFLINE', 'UNAVAILABLE', 'BUSY'])

/**
 * Whether a send that failed may succeed as it is: the server was out of reach, or answered with something that is
 * not its own, as a proxy does while the server restarts. Its own errors, which carry a reference, are final.
 */
export function isWorthRetrying({ code, ref }: WebError): boolean {
  return PASSING.has(code) || (code === 'INTERNAL' && ref === undefined)
}

const LONGEST_MS = 15_000

/** Waits that grow, so that a server that comes back is not overrun. */
export function toRetryDelay(attempt: number): number {
  return Math.min(LONGEST_MS, 1000 * 2 ** attempt)
}
