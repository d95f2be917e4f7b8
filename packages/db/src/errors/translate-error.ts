import { DuplicateKeyError } from './duplicate-key-error.ts'
import { findDriverError } from './find-driver-error.ts'

const DUPLICATE_ENTRY = 1062

/** The error to throw on: a refused unique key becomes a `DuplicateKeyError`, anything else stays what it is. */
export function translateError(error: unknown): unknown {
  const driverError = findDriverError(error)
  if (driverError?.errno !== DUPLICATE_ENTRY) return error
  return new DuplicateKeyError(toKeyName(driverError.sqlMessage ?? ''), error)
}

/** MySQL 8 names the key `table.key`, MariaDB `key`. The value before it may hold quotes, so the last match counts. */
function toKeyName(message: string): string {
  const key = /for key '([^']+)'$/.exec(message)?.[1] ?? 'key'
  return key.slice(key.lastIndexOf('.') + 1)
}
