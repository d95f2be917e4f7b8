import { createHash } from 'node:crypto'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { DatabaseError } from '../errors/database-error.ts'

const LOCK_WAIT_SECONDS = 60

/** Runs what changes the schema, one at a time. The lock ends with its connection, also after an error that left it unusable. */
export async function withMigrationLock(connection: Connection, work: () => Promise<void>): Promise<void> {
  const name = await toLockName(connection)
  const [rows] = await connection.query<RowDataPacket[]>('SELECT GET_LOCK(?, ?) AS granted', [
    name,
    LOCK_WAIT_SECONDS,
  ])
  if (rows[0]?.granted !== 1) {
    throw new DatabaseError(
      'MIGRATION_BUSY',
      `Another ChatMore has been migrating this database for more than ${LOCK_WAIT_SECONDS} seconds; start again when it is done.`,
    )
  }
  await work()
  await connection.query('SELECT RELEASE_LOCK(?)', [name])
}

/** Locks are the server's, not the database's, and their names end after 64 characters. */
async function toLockName(connection: Connection): Promise<string> {
  const [rows] = await connection.query<RowDataPacket[]>('SELECT DATABASE() AS name')
  const digest = createHash('sha256').update(String(rows[0]?.name)).digest('hex')
  return `chatmore_migrate_${digest.slice(0, 32)}`
}
