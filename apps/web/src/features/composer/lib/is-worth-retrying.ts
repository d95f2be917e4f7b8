import type { WebError } from '../../../shared/api/to-app-error.ts'

const PASSING = new Set(['OFFLINE', 'UNAVAILABLE', 'BUSY', 'RATE_LIMITED', 'WINDOW_BUSY'])

/**
 * Whether a send that failed may succeed as it is: the server was out of reach, could not do it now, or answered with
 * something that is not its own, as a proxy does while the server restarts. Its own errors, which carry a reference, are
 * final.
 */
export function isWorthRetrying({ code, ref }: WebError): boolean {
  return PASSING.has(code) || (code === 'INTERNAL' && ref === undefined)
}
