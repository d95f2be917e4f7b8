import type { MigrationMeta } from 'drizzle-orm/migrator'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { DatabaseError } from '../errors/database-error.ts'

const CREATE_TABLE = `
  CREATE TABLE IF NOT EXISTS schema_migrations (
    made_at bigint NOT NULL PRIMARY KEY,
    hash char(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    steps_done int NOT NULL,
    steps_total int NOT NULL,
    applied_at datetime(3) NOT NULL
  )`

/**
 * What a step says that was done already: table, column, index or foreign key exists, or is gone. 1005 is MariaDB's for a
 * foreign key.
 */
const ALREADY_DONE = new Set([1005, 1050, 1051, 1060, 1061, 1091, 1826])

interface Applied {
  stepsDone: number
  stepsTotal: number
}

/**
 * Runs what is missing, step by step, and counts the steps: DDL commits by itself, so a server killed halfway goes on
 * where it was. drizzle's own migrator would start that migration anew and fail on its first table.
 */
export async function applyMigrations(connection: Connection, migrations: MigrationMeta[]): Promise<void> {
  await connection.query(CREATE_TABLE)
  const applied = await readApplied(connection)
  refuseNewerDatabase(applied, migrations)
  for (const migration of migrations) {
    const state = applied.get(migration.folderMillis)
    if (!state || state.stepsDone < state.stepsTotal) await applyOne(connection, migration, state)
  }
}

async function readApplied(connection: Connection): Promise<Map<number, Applied>> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT made_at, steps_done, steps_total FROM schema_migrations',
  )
  return new Map(
    rows.map((row) => [Number(row.made_at), { stepsDone: row.steps_done, stepsTotal: row.steps_total }]),
  )
}

function refuseNewerDatabase(applied: Map<number, Applied>, migrations: MigrationMeta[]): void {
  const known = new Set(migrations.map((migration) => migration.folderMillis))
  if ([...applied.keys()].every((madeAt) => known.has(madeAt))) return
  throw new DatabaseError(
    'NEWER_DATABASE',
    'This database was last used by a newer ChatMore; start that version, or restore a backup from before it.',
  )
}

async function applyOne(connection: Connection, migration: MigrationMeta, state?: Applied): Promise<void> {
  if (!state) await recordStart(connection, migration)
  const first = state?.stepsDone ?? 0
  for (const [step, statement] of migration.sql.entries()) {
    if (step < first) continue
    try {
      await runStep(connection, statement, migration.folderMillis)
    } catch (error) {
      if (!(state && step === first && isAlreadyDone(error))) throw toMigrationError(step, error)
      await countStep(connection, migration.folderMillis)
    }
  }
}

async function recordStart(connection: Connection, migration: MigrationMeta): Promise<void> {
  await connection.query('INSERT INTO schema_migrations VALUES (?, ?, 0, ?, UTC_TIMESTAMP(3))', [
    migration.folderMillis,
    migration.hash,
    migration.sql.length,
  ])
}

/** In one transaction, so that a step that changes rows is never done twice. */
async function runStep(connection: Connection, statement: string, madeAt: number): Promise<void> {
  await connection.beginTransaction()
  await connection.query(statement)
  await countStep(connection, madeAt)
  await connection.commit()
}

async function countStep(connection: Connection, madeAt: number): Promise<void> {
  await connection.query('UPDATE schema_migrations SET steps_done = steps_done + 1 WHERE made_at = ?', [
    madeAt,
  ])
}

function isAlreadyDone(error: unknown): boolean {
  return error instanceof Error && 'errno' in error && ALREADY_DONE.has(Number(error.errno))
}

function toMigrationError(step: number, error: unknown): DatabaseError {
  const reason = error instanceof Error ? error.message : String(error)
  return new DatabaseError('MIGRATION_FAILED', `Step ${step + 1} of the migration failed: ${reason}`, error)
}
