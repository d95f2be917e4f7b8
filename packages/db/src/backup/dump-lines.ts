import type { Connection, RowDataPacket } from 'mysql2/promise'
import { DatabaseError } from '../errors/database-error.ts'
import {
  BACKUP_FORMAT,
  type BackupHeader,
  type BackupSummary,
  type BackupTableEnd,
  type BackupTrailer,
} from './backup-format.ts'
import { listTables } from './list-tables.ts'
import { readRows } from './read-rows.ts'

/** The lines of a backup, each a JSON text, of one moment: that of the connection's first statement here. */
export async function* dumpLines(connection: Connection): AsyncGenerator<string, BackupSummary> {
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ')
  await connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT')
  const header = await readHeader(connection)
  yield toLine(header)
  const tables = await listTables(connection)
  let rows = 0
  for (const table of tables) {
    yield toLine(table)
    let rowsHere = 0
    for await (const row of readRows(connection, table)) {
      yield toLine(row)
      rowsHere++
    }
    yield toLine({ end: table.table, rows: rowsHere } satisfies BackupTableEnd)
    rows += rowsHere
  }
  yield toLine({ complete: true, tables: tables.length, rows } satisfies BackupTrailer)
  return { takenAt: header.takenAt, tables: tables.length, rows }
}

async function readHeader(connection: Connection): Promise<BackupHeader> {
  const [applied] = await connection.query<RowDataPacket[]>(
    'SELECT made_at AS madeAt, steps_done < steps_total AS isHalf FROM schema_migrations ORDER BY made_at',
  )
  if (applied.some(({ isHalf }) => Number(isHalf) === 1)) {
    throw new DatabaseError(
      'BACKUP_FAILED',
      'The database is half migrated: run "npm run chatmore -- migrate", then back it up.',
    )
  }
  const [[now]] = await connection.query<RowDataPacket[]>(
    "SELECT DATE_FORMAT(UTC_TIMESTAMP(), '%Y-%m-%dT%H:%i:%sZ') AS takenAt",
  )
  return {
    chatmoreBackup: BACKUP_FORMAT,
    takenAt: String(now?.takenAt),
    migrations: applied.map(({ madeAt }) => Number(madeAt)),
  }
}

function toLine(value: object): string {
  return `${JSON.stringify(value)}\n`
}
