import type { Connection, RowDataPacket } from 'mysql2/promise'
import { hasRestoreMark } from './backup/restore-mark.ts'
import { openConnection } from './connection/open-connection.ts'
import { toPlainDatabase } from './connection/to-database.ts'
import { readMigrations } from './migrate/read-migrations.ts'
import { countSealed } from './repositories/sealed/count-sealed.ts'

export interface DatabaseInspection {
  /** As the server says it, such as `10.11.6-MariaDB`. */
  version: string
  /** In which new tables keep text, where nothing else is said. */
  charset: string
  /** The largest statement or row that the server takes. */
  mostBytes: number
  /** How far the database's clock is ahead of this machine's; less than the second in which it was asked says nothing. */
  clockAheadMs: number
  isRestoreUnfinished: boolean
  migrations: { missing: number; unknown: number }
  /** How much is sealed under which secret; empty where there is no table for it yet. */
  sealed: Map<string, number>
}

/** Looks at a database and changes nothing. Throws a `DatabaseError` where it cannot be reached. */
export async function inspectDatabase(url: string, migrationsFolder?: string): Promise<DatabaseInspection> {
  const connection = await openConnection(url)
  try {
    const askedAt = Date.now()
    const [[row]] = await connection.query<RowDataPacket[]>(
      `SELECT VERSION() AS version, @@character_set_database AS charset, @@max_allowed_packet AS mostBytes,
         UNIX_TIMESTAMP(NOW(3)) * 1000 AS now`,
    )
    const halfway = (askedAt + Date.now()) / 2
    const tables = await listTables(connection)
    return {
      version: String(row?.version),
      charset: String(row?.charset),
      mostBytes: Number(row?.mostBytes),
      clockAheadMs: Math.round(Number(row?.now) - halfway),
      isRestoreUnfinished: await hasRestoreMark(connection),
      migrations: await compareMigrations(connection, tables, migrationsFolder),
      sealed: tables.has('model_secrets') ? await countSealed(toPlainDatabase(connection)) : new Map(),
    }
  } finally {
    connection.destroy()
  }
}

async function listTables(connection: Connection): Promise<Set<string>> {
  const [rows] = await connection.query<RowDataPacket[]>('SHOW TABLES')
  return new Set(rows.map((row) => String(Object.values(row)[0])))
}

async function compareMigrations(
  connection: Connection,
  tables: Set<string>,
  migrationsFolder?: string,
): Promise<DatabaseInspection['migrations']> {
  const known = new Set(readMigrations(migrationsFolder).map(({ folderMillis }) => folderMillis))
  if (!tables.has('schema_migrations')) return { missing: known.size, unknown: 0 }
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT made_at AS madeAt, steps_done >= steps_total AS isDone FROM schema_migrations',
  )
  const done = rows.filter(({ isDone }) => Number(isDone) === 1).map(({ madeAt }) => Number(madeAt))
  const unknown = rows.filter(({ madeAt }) => !known.has(Number(madeAt))).length
  return { missing: [...known].filter((madeAt) => !done.includes(madeAt)).length, unknown }
}
