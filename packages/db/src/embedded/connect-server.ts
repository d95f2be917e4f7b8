import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise'
import { toServerUrl } from './server-settings.ts'
import type { ServerFiles } from './server-files.ts'
import type { ServerSettings } from './server-settings.ts'

const CONNECT_TIMEOUT_MS = 5_000

/** A connection to the private server, if it answers and is the one of this folder: a port may have gone to another program. */
export async function connectServer(
  files: ServerFiles,
  settings: ServerSettings,
): Promise<Connection | null> {
  const connection = await connect(toServerUrl(files, settings))
  if (!connection) return null
  // Its loss must not end the process, whoever listens for it later.
  connection.on('error', () => undefined)
  try {
    const [rows] = await connection.query<RowDataPacket[]>('SELECT @@datadir AS folder')
    if (String(rows[0]?.folder).replace(/\/$/, '') === files.data) return connection
  } catch {
    // It is on its way down.
  }
  connection.destroy()
  return null
}

async function connect(uri: string): Promise<Connection | null> {
  try {
    return await createConnection({ uri, connectTimeout: CONNECT_TIMEOUT_MS })
  } catch {
    return null
  }
}
