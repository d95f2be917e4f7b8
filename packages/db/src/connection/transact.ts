import type { Logger } from 'drizzle-orm/logger'
import type { Database } from '../database.ts'
import type { GuardedConnection } from './guard-connection.ts'
import { queryAlone, toDatabase, toUnknownOutcome } from './to-database.ts'
import { tryAgain } from './try-again.ts'

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
  const { pool, connection, logger } = db.$client
  if (connection) return runInTransaction({ connection, logger }, work)
  if (!pool) return work(db)
  return tryAgain(pool, isRepeatable, (lent) => runInTransaction({ connection: lent, logger }, work))
}

/**
 * Runs `work`, which must be repeatable, on one connection without a transaction, and again as `transact` does. Each of its
 * statements is committed alone: for reads that one INSERT follows, which then need no BEGIN and COMMIT around them. A
 * `transact` within it is a transaction on that connection.
 */
export async function repeat<T>(db: Database, work: (db: Database) => Promise<T>): Promise<T> {
  const { pool, logger } = db.$client
  if (!pool) return work(db)
  return tryAgain(pool, true, (connection) =>
    work(toDatabase({ query: queryAlone(connection), connection, logger })),
  )
}

interface Frame {
  connection: GuardedConnection
  logger: Logger | undefined
}

/** By hand, since drizzle's own transaction hides an error behind that of a failing ROLLBACK and keeps the broken connection. */
async function runInTransaction<T>(
  { connection, logger }: Frame,
  work: (tx: Database) => Promise<T>,
): Promise<T> {
  await connection.query('BEGIN')
  try {
    const result = await work(toDatabase({ query: connection.query, logger }))
    await commit(connection)
    return result
  } catch (error) {
    await rollBack(connection)
    throw error
  }
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
