import { DatabaseError, type DatabaseErrorCode } from './database-error.ts'
import { findDriverError } from './find-driver-error.ts'

const codeByErrno: Record<number, DatabaseErrorCode> = {
  1040: 'UNREACHABLE',
  1044: 'ACCESS_DENIED',
  1045: 'ACCESS_DENIED',
  1049: 'UNKNOWN_DATABASE',
  1203: 'UNREACHABLE',
  1698: 'ACCESS_DENIED',
}

/** What went wrong on the way to the database, as a sentence that names the address but not the password. */
export function toDatabaseError(error: unknown, url: string): DatabaseError {
  const driverError = findDriverError(error)
  const code = codeByErrno[driverError?.errno ?? 0] ?? 'UNREACHABLE'
  return new DatabaseError(code, toSentence(code, new URL(url), toReason(error)), error)
}

function toSentence(code: DatabaseErrorCode, url: URL, reason: string): string {
  const place = url.searchParams.get('socketPath') ?? url.host
  const name = decodeURIComponent(url.pathname.slice(1))
  if (code === 'ACCESS_DENIED') {
    return `The database at ${place} refused user "${decodeURIComponent(url.username)}" access to "${name}": check user, password and rights.`
  }
  if (code === 'UNKNOWN_DATABASE') return `The database server at ${place} has no database "${name}".`
  return `The database at ${place} cannot be reached (${reason}): check that it runs and that the address is right.`
}

function toReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && error.code ? String(error.code) : error.message
}
