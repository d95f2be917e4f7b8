import type { MySql2Database } from 'drizzle-orm/mysql2'
import type { Pool, PoolConnection } from 'mysql2/promise'

/** Where repositories read and write: the pool, or the one connection of a transaction made by `transact`. */
export type Database = MySql2Database & { $client: Pool | PoolConnection }
