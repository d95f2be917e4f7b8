import { setTimeout as delay } from 'node:timers/promises'
import { drizzle } from 'drizzle-orm/mysql2'
import type { Pool, PoolConnection } from 'mysql2/promise'
import type { Database } from '../database.ts'
import { findDriverError } from '../errors/find-driver-error.ts'
import { translateError } from '../errors/translate-error.ts'

const MAX_TRIES = 5
const FIRST_PAUSE_MS = 10

/** Deadlock, lock wait timeout, record changed since last read, cluster node not ready: all roll the whole transaction back. */
const RETRYABLE = new Set([1213, 1205, 1020, 1047])

/**
 * Runs `work` in a transaction, and again from its beginning when the database gave it up for another's sake, at most five
 * times: `work` must do nothing else that lasts. Within a transaction it joins that one. A lost connection is not retried,
 * since its COMMIT may have come through.
 */
export async function transact<T>(db: Database, work: (tx: Database) => Promise<T>): Promise<T> {
  if (!isPool(db.$client)) return work(db)
  for (let tries = 1; ; tries++) {
    try {
      return await runOnce(db.$client, work)
    } catch (error) {
      if (tries === MAX_TRIES || !isRetryable(error)) throw translateError(error)
      await delay(Math.random() * FIRST_PAUSE_MS * 2 ** tries)
    }
  }
}

/** By hand, since drizzle's own transaction hides an error behind that of a failing ROLLBACK and keeps the broken connection. */
async function runOnce<T>(pool: Pool, work: (tx: Database) => Promise<T>): Promise<T> {
  const connection = await pool.getConnection()
  try {
    await connection.query('BEGIN')
    const result = await work(drizzle({ client: connection }))
    await connection.query('COMMIT')
    connection.release()
    return result
  } catch (error) {
    await rollBack(connection)
    throw error
  }
}

async function rollBack(connection: PoolConnection): Promise<void> {
  try {
    await connection.query('ROLLBACK')
    connection.release()
  } catch {
    connection.destroy()
  }
}

function isPool(client: Pool | PoolConnection): client is Pool {
  return 'getConnection' in client
}

function isRetryable(error: unknown): boolean {
  const errno = findDriverError(error)?.errno
  return errno !== undefined && RETRYABLE.has(errno)
}
