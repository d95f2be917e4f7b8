import { fileURLToPath } from 'node:url'
import { readMigrationFiles, type MigrationMeta } from 'drizzle-orm/migrator'

const OWN_MIGRATIONS = new URL('../../migrations', import.meta.url)

/** All migrations that this version knows, in their order. */
export function readMigrations(migrationsFolder = fileURLToPath(OWN_MIGRATIONS)): MigrationMeta[] {
  return readMigrationFiles({ migrationsFolder })
}
