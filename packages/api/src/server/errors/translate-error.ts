import { InvalidCursorError } from '@chatmore/db'
import { AppError, invalidInput } from './app-error.ts'

/** The driver's codes for a database that is away, full or going down, rather than for a query that is wrong. */
const unreachable: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  'ER_CON_COUNT_ERROR',
  'ER_SERVER_SHUTDOWN',
])

/** Deadlock, lock wait, changed row, node not ready: what `transact` gave up on after its tries. */
const contended: ReadonlySet<number> = new Set([1213, 1205, 1020, 1047])

const QUEUE_FULL = 'Queue limit reached.'

interface DriverError extends Error {
  code?: string
  errno?: number
  syscall?: string
}

/** What a repository's error means to a caller, or null where it is unexpected. */
export function translateError(error: unknown): AppError | null {
  if (error instanceof AppError) return error
  if (error instanceof InvalidCursorError) return invalidInput({ cursor: 'is not a valid cursor' }, error)
  const driver = findDriverError(error)
  if (!driver) return null
  if (isUnreachable(driver)) {
    const message = 'the database cannot be reached at the moment: try again soon'
    return new AppError('UNAVAILABLE', message, { cause: error })
  }
  if (contended.has(driver.errno ?? 0) || driver.message === QUEUE_FULL) {
    return new AppError('BUSY', 'the server is too busy at the moment: try again', { cause: error })
  }
  return null
}

function isUnreachable({ code, syscall }: DriverError): boolean {
  // The socket file of a local server that is down.
  const isSocketGone = code === 'ENOENT' && syscall === 'connect'
  return isSocketGone || (code !== undefined && unreachable.has(code))
}

/** Drizzle wraps the driver's error as `cause`. */
function findDriverError(error: unknown): DriverError | null {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('errno' in current || 'syscall' in current || current.message === QUEUE_FULL) return current
  }
  return null
}
