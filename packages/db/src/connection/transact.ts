import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '../database.ts'
import { DatabaseFault } from '../errors/database-fault.ts'
import { findDatabaseFault } from '../errors/find-database-fault.ts'
import { findDriverError } from '../errors/find-driver-error.ts'
import { translateError } from '../errors/translate-error.ts'
import type { ConnectionPool } from './create-connection-pool.ts'
import type { GuardedConnection } from './guard-connection.ts'
import { LONGEST_WORK_MS, toDatabase, toUnknownOutcome } from './to-database.ts'

const MAX_TRIES = 5
const FIRST_PAUSE_MS = 10
/** Another try is worth while if it can wait for a lock once. */
const LEAST_TRY_MS = 2500

/** Deadlock, lock wait timeout, record changed since last read, cluster node not ready: all roll the whole transaction back. */
const CONTENTION = new Set([1213, 1205, 1020, 1047])

const DUPLICATE_ENTRY = 1062

export interface TransactOptions {
  /**
   * The work finds what an earlier run of it has committed, by a key, and does nothing twice. Then it is run again, too,
   * where the connection was lost, so that nobody knows whether its COMMIT came through, and where a unique key refused
   * what it wrote, since another was quicker.
   */
  isRepeatable?: boolean
}

/**
 * Runs `work` in a transaction, and again from its beginning when the database gave it up for another's sake: at most five
 * times within eight seconds, then with a fault `busy`. So `work` must do nothing else that lasts. Within a transaction it
 * joins that one. A lost connection is a fault `away`; lost at the COMMIT, one whose outcome is unknown.
 */
export async function transact<T>(
  db: Database,
  work: (tx: Database) => Promise<T>,
  { isRepeatable = false }: TransactOptions = {},
): Promise<T> {
  const { pool } = db.$client
  if (!pool) return work(db)
  const deadline = Date.now() + LONGEST_WORK_MS
  for (let tries = 1; ; tries++) {
    try {
      return await runOnce(db, { pool, deadline }, work)
    } catch (error) {
      const isLast = tries === MAX_TRIES || Date.now() > deadline - LEAST_TRY_MS
      if (isLast || !mayRunAgain(error, isRepeatable)) throw toFinalError(error)
    }
    await delay(Math.random() * FIRST_PAUSE_MS * 2 ** tries)
  }
}

/** By hand, since drizzle's own transaction hides an error behind that of a failing ROLLBACK and keeps the broken connection. */
function runOnce<T>(
  db: Database,
  { pool, deadline }: { pool: ConnectionPool; deadline: number },
  work: (tx: Database) => Promise<T>,
): Promise<T> {
  const { logger } = db.$client
  return pool.lend(deadline, async (connection) => {
    await connection.query('BEGIN')
    try {
      const result = await work(toDatabase({ query: connection.query, logger }))
      await commit(connection)
      return result
    } catch (error) {
      await rollBack(connection)
      throw error
    }
  })
}

async function commit(connection: GuardedConnection): Promise<void> {
  try {
    await connection.query('COMMIT')
  } catch (error) {
    throw connection.isBroken() ? toUnknownOutcome(error) : error
  }
}

async function rollBack(connection: GuardedConnection): Promise<void> {
  if (connection.isBroken()) return
  await connection.query('ROLLBACK').catch(() => connection.destroy())
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
