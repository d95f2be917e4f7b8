import type { Logger } from 'drizzle-orm/logger'
import type { MySqlDatabase } from 'drizzle-orm/mysql-core'
import type { MySql2PreparedQueryHKT, MySql2QueryResultHKT } from 'drizzle-orm/mysql2'
import type { Connection } from 'mysql2/promise'
import type { ConnectionPool } from './connection/create-connection-pool.ts'

/** The driver as drizzle uses it, and what a transaction is made of. */
export interface DatabaseClient {
  query: Connection['query']
  /** Absent within a transaction. */
  pool?: ConnectionPool | undefined
  logger?: Logger | undefined
}

/** Where repositories read and write: the pool, or the one connection of a transaction made by `transact`. */
export type Database = MySqlDatabase<MySql2QueryResultHKT, MySql2PreparedQueryHKT> & {
  $client: DatabaseClient
}
