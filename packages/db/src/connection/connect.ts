import { createConnection } from 'mysql2/promise'
import { guardConnection, type GuardedConnection } from './guard-connection.ts'
import { sessionLimits, sessionSettings } from './session-settings.ts'
import { toConnectionOptions } from './to-connection-options.ts'

/** A server that stands still takes a connection and never greets. */
const CONNECT_TIMEOUT_MS = 4000
const LEAST_MS = 500

/** A connection with every setting that the repositories count on. */
export async function connect(url: string, deadline: number): Promise<GuardedConnection> {
  const connectTimeout = Math.max(LEAST_MS, Math.min(CONNECT_TIMEOUT_MS, deadline - Date.now()))
  const connection = guardConnection(await createConnection({ ...toConnectionOptions(url), connectTimeout }))
  try {
    connection.setDeadline(Date.now() + connectTimeout)
    await Promise.all([...sessionSettings, sessionLimits].map((statement) => connection.query(statement)))
    return connection
  } catch (error) {
    connection.destroy()
    throw error
  }
}
