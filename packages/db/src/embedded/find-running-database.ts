import type { RowDataPacket } from 'mysql2/promise'
import { connectServer } from './connect-server.ts'
import { toServerFiles } from './server-files.ts'
import { readSettings, toServerUrl } from './server-settings.ts'

/**
 * The address of the database of a ChatMore that runs on this data folder, for work beside it; null where none does. The lock
 * that its owner holds tells, and not whether the server answers: one that was left by a killed ChatMore is nobody's.
 */
export async function findRunningDatabase(dataDir: string): Promise<string | null> {
  const files = toServerFiles(dataDir)
  const settings = readSettings(files)
  const connection = settings && (await connectServer(files, settings))
  if (!settings || !connection) return null
  try {
    const [rows] = await connection.query<RowDataPacket[]>(`SELECT IS_USED_LOCK('chatmore_owner') AS owner`)
    return rows[0]?.owner === null ? null : toServerUrl(files, settings)
  } finally {
    connection.destroy()
  }
}
