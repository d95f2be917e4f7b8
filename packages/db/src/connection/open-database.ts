import { drizzle } from 'drizzle-orm/mysql2'
import { createPool, type Pool } from 'mysql2/promise'
import type { Database } from '../database.ts'
import { sessionSettings } from './session-settings.ts'
import { toConnectionOptions } from './to-connection-options.ts'

const PING_TIMEOUT_MS = 5_000

export interface OpenDatabase {
  db: Database
  /** Resolves when the database answers within five seconds, and rejects otherwise. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** Opens a pool of connections; none is made before the first query. Throws a `DatabaseError` for a malformed address. */
export function openDatabase(url: string): OpenDatabase {
  const pool = createPool({
    ...toConnectionOptions(url),
    connectionLimit: 16,
    maxIdle: 16,
    queueLimit: 1000,
  })
  applySettings(pool)
  return {
    db: drizzle({ client: pool }),
    ping: async () => void (await pool.query({ sql: 'SELECT 1', timeout: PING_TIMEOUT_MS })),
    close: () => pool.end(),
  }
}

/** The callback form of the driver queues these before whatever the pool runs next on the connection. */
function applySettings(pool: Pool): void {
  pool.pool.on('connection', (connection) => {
    for (const statement of sessionSettings) {
      connection.query(statement, (error) => {
        if (error) connection.destroy()
      })
    }
  })
}
