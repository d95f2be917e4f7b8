import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { DatabaseError } from '../errors/database-error.ts'
import { applyMigrations } from './apply-migrations.ts'
import { connectOrCreate } from './connect-or-create.ts'

const LOCK_WAIT_SECONDS = 60
const OWN_MIGRATIONS = new URL('../../migrations', import.meta.url)

export interface MigrateOptions {
  /** Where the generated SQL lies. Needed where this module was bundled away from it. */
  migrationsFolder?: string | undefined
}

/**
 * Brings the schema up to date, creating the database when it is missing. Several instances may start at once: one
 * migrates under a lock, the others wait for it up to a minute. Throws a `DatabaseError` with a plain sentence.
 */
export async function migrateDatabase(url: string, options: MigrateOptions = {}): Promise<void> {
  const migrationsFolder = options.migrationsFolder ?? fileURLToPath(OWN_MIGRATIONS)
  const migrations = readMigrationFiles({ migrationsFolder })
  const connection = await connectOrCreate(url)
  try {
    await withLock(connection, () => applyMigrations(connection, migrations))
    await connection.end()
  } finally {
    // The lock ends with its connection, also after an error that left it unusable.
    connection.destroy()
  }
}

async function withLock(connection: Connection, work: () => Promise<void>): Promise<void> {
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
