import { setTimeout as delay } from 'node:timers/promises'
import { DatabaseFault } from '../errors/database-fault.ts'
import { findDatabaseFault } from '../errors/find-database-fault.ts'
import { findDriverError } from '../errors/find-driver-error.ts'
import { translateError } from '../errors/translate-error.ts'
import type { ConnectionPool } from './create-connection-pool.ts'
import type { GuardedConnection } from './guard-connection.ts'
import { LONGEST_WORK_MS } from './to-database.ts'

const MAX_TRIES = 5
const FIRST_PAUSE_MS = 10
/** Another try is worth while if it can wait for a lock once. */
const LEAST_TRY_MS = 2500

/** Deadlock, lock wait timeout, record changed since last read, cluster node not ready: all roll the whole transaction back. */
const CONTENTION = new Set([1213, 1205, 1020, 1047])

const DUPLICATE_ENTRY = 1062

/**
 * Runs `work` on a connection, and again from its beginning when the database gave it up for another's sake: at most five
 * times within eight seconds, then with a fault `busy`. What is repeatable also where the connection was lost or a unique
 * key refused a row.
 */
export async function tryAgain<T>(
  pool: ConnectionPool,
  isRepeatable: boolean,
  work: (connection: GuardedConnection) => Promise<T>,
): Promise<T> {
  const deadline = Date.now() + LONGEST_WORK_MS
  for (let tries = 1; ; tries++) {
    try {
      return await pool.lend(deadline, work)
    } catch (error) {
      const isLast = tries === MAX_TRIES || Date.now() > deadline - LEAST_TRY_MS
      if (isLast || !mayRunAgain(error, isRepeatable)) throw toFinalError(error)
    }
    await delay(Math.random() * FIRST_PAUSE_MS * 2 ** tries)
  }
}

function mayRunAgain(error: unknown, isRepeatable: boolean): boolean {
  return isContention(error) || (isRepeatable && (isLost(error) || isDuplicate(error)))
}

function isContention(error: unknown): boolean {
  const errno = findDriverError(error)?.errno
  return errno !== undefined && CONTENTION.has(errno)
}

function isDuplicate(error: unknown): boolean {
  return findDriverError(error)?.errno === DUPLICATE_ENTRY
}

function isLost(error: unknown): boolean {
  return findDatabaseFault(error)?.kind === 'away'
}

function toFinalError(error: unknown): unknown {
  if (!isContention(error)) return translateError(error)
  return new DatabaseFault('busy', 'Others kept the database busy with the same rows.', { cause: error })
}
