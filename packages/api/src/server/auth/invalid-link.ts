import { AppError } from '../errors/app-error.ts'

/** Of a link that never was one nothing else is said than of one that was used. */
export function invalidLink(): AppError {
  return new AppError('LINK_INVALID', 'this link was used, was revoked or has expired: ask for another')
}
