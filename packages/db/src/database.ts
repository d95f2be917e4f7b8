import type { Logger } from 'drizzle-orm/logger'
import type { MySqlDatabase } from 'drizzle-orm/mysql-core'
import type { MySql2PreparedQueryHKT, MySql2QueryResultHKT } from 'drizzle-orm/mysql2'
import type { Connection } from 'mysql2/promise'
import type { ConnectionPool } from './connection/create-connection-pool.ts'
import type { GuardedConnection } from './connection/guard-connection.ts'

/** The driver as drizzle uses it, and what a transaction is made of. */
export interface DatabaseClient {
  query: Connection['query']
  /** Absent on a connection that was lent already. */
  pool?: ConnectionPool | undefined
  /** One that was lent, and is not in a transaction. */
  connection?: GuardedConnection | undefined
  logger?: Logger | undefined
}

/** Where repositories read and write: the pool, or the one connection of a transaction made by `transact`. */
export type Database = MySqlDatabase<MySql2QueryResultHKT, MySql2PreparedQueryHKT> & {
  $client: DatabaseClient
}
