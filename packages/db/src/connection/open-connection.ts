import { createConnection, type Connection } from 'mysql2/promise'
import { toDatabaseError } from '../errors/to-database-error.ts'
import { sessionSettings } from './session-settings.ts'
import { toConnectionOptions } from './to-connection-options.ts'

/** One connection for work that may take as long as it takes. Throws a `DatabaseError` where there is none to be had. */
export async function openConnection(url: string): Promise<Connection> {
  const options = toConnectionOptions(url)
  const connection = await createConnection(options).catch((error: unknown) => {
    throw toDatabaseError(error, url)
  })
  // Its loss is told by the query that waits, or by the next one, and must not end the process.
  connection.on('error', () => undefined)
  for (const statement of sessionSettings) await connection.query(statement)
  return connection
}
