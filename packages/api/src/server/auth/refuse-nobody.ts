import { AppError } from '../errors/app-error.ts'
import type { Credentials } from './read-credentials.ts'

/**
 * What to tell someone who is nobody by what they show. Whoever shows a key learns that it is the key, and not why: it may be
 * unknown, revoked, expired, bound to other addresses, or of a user who is suspended.
 */
export function refuseNobody({ type }: Credentials): AppError {
  const sentence = type === 'apiKey' ? 'this API key is not, or no longer, good' : 'sign in first'
  return new AppError('UNAUTHORIZED', sentence)
}
