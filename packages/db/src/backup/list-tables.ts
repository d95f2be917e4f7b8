import type { Connection, RowDataPacket } from 'mysql2/promise'
import type { BackupTable } from './backup-format.ts'
import { RESTORE_MARK } from './restore-mark.ts'

/** These are made by whoever restores. */
const NOT_COPIED = new Set<string>([RESTORE_MARK, 'schema_migrations'])

const BYTES = /^(tiny|medium|long)?blob$|binary$/

/**
 * Every table and column that the database has, whatever this version knows of: so that one can be backed up before it is
 * migrated.
 */
export async function listTables(connection: Connection): Promise<BackupTable[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT c.table_name AS tableName, c.column_name AS columnName, c.data_type AS type
     FROM information_schema.columns c
     JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
     WHERE c.table_schema = DATABASE() AND t.table_type = 'BASE TABLE'
     ORDER BY c.table_name, c.ordinal_position`,
  )
  const tables = new Map<string, BackupTable>()
  for (const { tableName, columnName, type } of rows) {
    if (NOT_COPIED.has(String(tableName))) continue
    const table = tables.get(String(tableName)) ?? { table: String(tableName), columns: [] }
    table.columns.push([String(columnName), BYTES.test(String(type).toLowerCase()) ? 'bytes' : 'text'])
    tables.set(table.table, table)
  }
  return [...tables.values()]
}
