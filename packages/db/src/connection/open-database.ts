import type { Logger } from 'drizzle-orm/logger'
import type { Database } from '../database.ts'
import { connect } from './connect.ts'
import { createConnectionPool } from './create-connection-pool.ts'
import { toConnectionOptions } from './to-connection-options.ts'
import { toPooledDatabase } from './to-database.ts'

const PING_TIMEOUT_MS = 1500
const BACKGROUND_CONNECTIONS = 4

export interface OpenDatabase {
  db: Database
  /** A few connections apart, so that people's slow queries never keep running answers from being stored. */
  background: Database
  /** Resolves when the database answers within 1.5 seconds, and rejects otherwise. */
  ping(): Promise<void>
  close(): Promise<void>
}

export interface OpenDatabaseOptions {
  /** How many connections at most, 16 by default, apart from those of the background. */
  connections?: number
  /** Sees every statement, also those of transactions. */
  logger?: Logger
}

/** Opens pools of connections; none is made before the first query. Throws a `DatabaseError` for a malformed address. */
export function openDatabase(url: string, options: OpenDatabaseOptions = {}): OpenDatabase {
  toConnectionOptions(url)
  const { connections = 16, logger } = options
  const open = (deadline: number) => connect(url, deadline)
  const pool = createConnectionPool({ size: connections, connect: open })
  const backgroundPool = createConnectionPool({ size: BACKGROUND_CONNECTIONS, connect: open })
  return {
    db: toPooledDatabase(pool, logger),
    background: toPooledDatabase(backgroundPool, logger),
    ping: async () => {
      await backgroundPool.lend(Date.now() + PING_TIMEOUT_MS, (connection) => connection.query('SELECT 1'))
    },
    close: async () => {
      await Promise.all([pool.close(), backgroundPool.close()])
    },
  }
}
