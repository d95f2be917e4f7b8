import type { ConnectionOptions } from 'mysql2/promise'
import { DatabaseError } from '../errors/database-error.ts'

const CONNECT_TIMEOUT_MS = 10_000

/**
 * What every connection is opened with. The driver reads user, host, database and its own options, such as
 * `?socketPath=` or `?ssl={...}`, from the address.
 */
export function toConnectionOptions(url: string): ConnectionOptions {
  if (!URL.canParse(url) || new URL(url).protocol !== 'mysql:') {
    throw new DatabaseError(
      'BAD_URL',
      'The database address is not of the form mysql://user:password@host:port/name.',
    )
  }
  return {
    uri: url,
    charset: 'utf8mb4',
    timezone: 'Z',
    connectTimeout: CONNECT_TIMEOUT_MS,
    enableKeepAlive: true,
    multipleStatements: false,
    // Else the driver takes down a stack with every statement, for the case that it fails.
    trace: false,
  }
}
