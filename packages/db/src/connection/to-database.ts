import type { Logger } from 'drizzle-orm/logger'
import { drizzle } from 'drizzle-orm/mysql2'
import type { Connection, Pool } from 'mysql2/promise'
import type { Database, DatabaseClient } from '../database.ts'
import { DatabaseFault } from '../errors/database-fault.ts'
import { findDatabaseFault } from '../errors/find-database-fault.ts'
import type { ConnectionPool } from './create-connection-pool.ts'
import type { GuardedConnection } from './guard-connection.ts'

/** From asking for a connection to the answer; with a second for the rest, a caller has an answer within ten. */
export const LONGEST_WORK_MS = 8000

const READS = /^\s*\(?\s*(select|with|show|explain)\b/i

/** Where each query takes a connection of its own, and is a transaction of its own. */
export function toPooledDatabase(pool: ConnectionPool, logger?: Logger): Database {
  const query = (...parameters: Parameters<GuardedConnection['query']>): Promise<unknown> =>
    pool.lend(Date.now() + LONGEST_WORK_MS, (connection) => queryAlone(connection)(...parameters))
  return toDatabase({ query: query as DatabaseClient['query'], pool, logger })
}

/** Asks outside of a transaction, where a write may have been done although the connection was lost. */
export function queryAlone(connection: GuardedConnection): GuardedConnection['query'] {
  const query = async (...parameters: Parameters<GuardedConnection['query']>): Promise<unknown> => {
    try {
      return await connection.query(...parameters)
    } catch (error) {
      throw connection.isBroken() && !READS.test(toText(parameters[0])) ? toUnknownOutcome(error) : error
    }
  }
  return query as GuardedConnection['query']
}

/** Drizzle asks no more of its client than that it can `query`. */
export function toDatabase(client: DatabaseClient): Database {
  const { logger } = client
  return drizzle({ client: client as unknown as Pool, ...(logger && { logger }) }) as unknown as Database
}

/** One connection, for a look at a database that no pool is open for. */
export function toPlainDatabase(connection: Connection): Database {
  return toDatabase({ query: connection.query.bind(connection) as DatabaseClient['query'] })
}

/** The statement was on its way when the connection was lost. */
export function toUnknownOutcome(cause: unknown): DatabaseFault {
  const kind = findDatabaseFault(cause)?.kind ?? 'away'
  return new DatabaseFault(kind, 'The connection was lost while something was being saved.', {
    cause,
    isOutcomeUnknown: true,
  })
}

function toText(statement: unknown): string {
  return typeof statement === 'string' ? statement : String((statement as { sql?: string }).sql)
}
