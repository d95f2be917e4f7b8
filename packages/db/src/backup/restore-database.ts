import type { Connection, RowDataPacket } from 'mysql2/promise'
import { DatabaseError } from '../errors/database-error.ts'
import { findDriverError } from '../errors/find-driver-error.ts'
import { applyMigrations } from '../migrate/apply-migrations.ts'
import { connectOrCreate } from '../migrate/connect-or-create.ts'
import { withMigrationLock } from '../migrate/migration-lock.ts'
import { readMigrations } from '../migrate/read-migrations.ts'
import type { BackupHeader, BackupSummary } from './backup-format.ts'
import { createRowWriter } from './create-row-writer.ts'
import { readBackup } from './read-backup.ts'
import { hasRestoreMark, removeRestoreMark, RESTORE_MARK, setRestoreMark } from './restore-mark.ts'

export interface RestoreOptions {
  /** Where the generated SQL lies. Needed where this module was bundled away from it. */
  migrationsFolder?: string | undefined
  /** Whether what is in the database may go. */
  isReplacing: boolean
}

/**
 * Puts a backup into a database that nobody uses. The file is read to its end before anything is changed. From then on until
 * all is there the database carries a mark, with which no ChatMore starts on it: one that was killed meanwhile is begun anew.
 * A backup of an older schema gets that schema first and is migrated afterwards, as the database that it was taken of would
 * be. Throws a `DatabaseError` with a plain sentence.
 */
export async function restoreDatabase(
  url: string,
  file: string,
  { migrationsFolder, isReplacing }: RestoreOptions,
): Promise<BackupSummary> {
  const backup = await readBackup(file)
  const migrations = readMigrations(migrationsFolder)
  refuseNewerBackup(backup, new Set(migrations.map(({ folderMillis }) => folderMillis)))
  const had = new Set(backup.migrations)
  const connection = await connectOrCreate(url)
  try {
    await withMigrationLock(connection, async () => {
      await refuseUsed(connection, isReplacing)
      await setRestoreMark(connection)
      await connection.query('SET foreign_key_checks = 0')
      await dropTables(connection)
      await applyMigrations(
        connection,
        migrations.filter(({ folderMillis }) => had.has(folderMillis)),
      )
      await loadRows(connection, file)
      await connection.query('SET foreign_key_checks = 1')
      await applyMigrations(connection, migrations)
      await removeRestoreMark(connection)
    })
    return backup
  } catch (error) {
    throw explain(error)
  } finally {
    connection.destroy()
  }
}

function refuseNewerBackup({ migrations }: BackupHeader, known: Set<number>): void {
  if (migrations.every((madeAt) => known.has(madeAt))) return
  throw new DatabaseError(
    'NEWER_BACKUP',
    'This backup was taken of a database of a newer ChatMore: restore it with that version.',
  )
}

/** What a first start leaves, such as the demo models, may go; what a person has made may not, unless they say so. */
async function refuseUsed(connection: Connection, isReplacing: boolean): Promise<void> {
  if (await hasRestoreMark(connection)) return
  const tables = await listNames(connection)
  if (tables.length === 0) return
  if (!tables.includes('instance_state')) {
    throw refusal('This database holds tables of another program: restore into one of its own.')
  }
  const [users] = await connection.query<RowDataPacket[]>('SELECT 1 FROM users LIMIT 1')
  if (users.length === 0 || isReplacing) return
  throw refusal(
    'This database is in use: restore into an empty one, or add --replace to lose all that is in it.',
  )
}

async function listNames(connection: Connection): Promise<string[]> {
  const [rows] = await connection.query<RowDataPacket[]>("SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'")
  return rows.map((row) => String(Object.values(row)[0]))
}

async function dropTables(connection: Connection): Promise<void> {
  for (const name of await listNames(connection)) {
    if (name !== RESTORE_MARK) await connection.query('DROP TABLE ??', [name])
  }
}

/** Foreign keys are not looked at: the rows are of one moment, at which they held. */
async function loadRows(connection: Connection, file: string): Promise<void> {
  let writer: ReturnType<typeof createRowWriter> | undefined
  await readBackup(file, {
    onTable: (table) => void (writer = createRowWriter(connection, table)),
    onRow: (row) => writer?.add(row),
    async onTableEnd({ table }, rows) {
      const written = await writer?.flush()
      if (written !== rows) throw failure(`${table} has ${written} of ${rows} rows`)
    },
  })
}

function explain(error: unknown): unknown {
  if (error instanceof DatabaseError) return error
  const driverError = findDriverError(error)
  return driverError ? failure(driverError.message, error) : error
}

function refusal(sentence: string): DatabaseError {
  return new DatabaseError('RESTORE_REFUSED', sentence)
}

function failure(reason: string, cause?: unknown): DatabaseError {
  return new DatabaseError(
    'RESTORE_FAILED',
    `The restore failed (${reason}). The database is not whole and no ChatMore starts on it: run restore again.`,
    cause,
  )
}
