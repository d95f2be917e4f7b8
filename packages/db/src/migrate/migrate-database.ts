import { refuseUnfinishedRestore } from '../backup/restore-mark.ts'
import { applyMigrations } from './apply-migrations.ts'
import { connectOrCreate } from './connect-or-create.ts'
import { withMigrationLock } from './migration-lock.ts'
import { readMigrations } from './read-migrations.ts'

export interface MigrateOptions {
  /** Where the generated SQL lies. Needed where this module was bundled away from it. */
  migrationsFolder?: string | undefined
}

/**
 * Brings the schema up to date, creating the database when it is missing. Several instances may start at once: one
 * migrates under a lock, the others wait for it up to a minute. Throws a `DatabaseError` with a plain sentence.
 */
export async function migrateDatabase(url: string, options: MigrateOptions = {}): Promise<void> {
  const migrations = readMigrations(options.migrationsFolder)
  const connection = await connectOrCreate(url)
  try {
    await withMigrationLock(connection, async () => {
      await refuseUnfinishedRestore(connection)
      await applyMigrations(connection, migrations)
    })
    await connection.end()
  } finally {
    connection.destroy()
  }
}
