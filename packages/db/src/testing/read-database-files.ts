import { readdirSync, readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { createConnection, type RowDataPacket } from 'mysql2/promise'

/** The files of a test server's database, as they lie on the disk with all in them that was written. */
export async function readDatabaseFiles(url: string): Promise<Buffer[]> {
  const { pathname, searchParams } = new URL(url)
  const database = pathname.slice(1)
  const socketPath = searchParams.get('socketPath') ?? ''
  // The server knows the system's user by the socket file, and as its administrator.
  const connection = await createConnection({ socketPath, database, user: userInfo().username })
  try {
    const [[place]] = await connection.query<RowDataPacket[]>('SELECT @@datadir AS folder')
    const [tables] = await connection.query<RowDataPacket[]>('SHOW TABLES')
    const names = tables.map((row) => `\`${String(Object.values(row)[0])}\``)
    // Writes out what is in memory, and keeps it so until the connection ends.
    await connection.query(`FLUSH TABLES ${names.join(', ')} FOR EXPORT`)
    const folder = join(String(place?.['folder']), database)
    return readdirSync(folder).map((name) => readFileSync(join(folder, name)))
  } finally {
    await connection.end()
  }
}
