import type { Connection, RowDataPacket } from 'mysql2/promise'

const TEXT = `👩‍👩‍👧 字\u2028\u2029'"\\\`\r\n\t%_ --;`
const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))

interface Column extends RowDataPacket {
  tableName: string
  columnName: string
  type: string
  length: number | null
  charset: string | null
  isNullable: number
}

/**
 * Fills every column of every table with what is lost first where something is not exact: the ends of a number's range, all
 * places of an amount, milliseconds, every byte, letters of four bytes, and null where a column may be that.
 */
export async function fillOddRows(connection: Connection, rowsPerTable: number): Promise<void> {
  await connection.query('SET foreign_key_checks = 0')
  const [columns] = await connection.query<Column[]>(
    `SELECT table_name AS tableName, column_name AS columnName, data_type AS type,
       character_maximum_length AS length, character_set_name AS charset, is_nullable = 'YES' AS isNullable
     FROM information_schema.columns
     WHERE table_schema = DATABASE() AND table_name <> 'schema_migrations'`,
  )
  for (const table of new Set(columns.map(({ tableName }) => tableName))) {
    const own = columns.filter(({ tableName }) => tableName === table)
    const rows = Array.from({ length: rowsPerTable }, (_, row) => own.map((column) => oddValue(column, row)))
    await connection.query('INSERT INTO ?? (??) VALUES ?', [
      table,
      own.map(({ columnName }) => columnName),
      rows,
    ])
  }
  await connection.query('SET foreign_key_checks = 1')
}

/** Each row differs in every column, since any of them may have to be unique; every third is null where it may be. */
function oddValue(column: Column, row: number): string | Buffer | null {
  if (column.isNullable && row % 3 === 2) return null
  const number = byType[column.type.toLowerCase()]?.(row)
  if (number !== undefined) return number
  if (isJson(column)) return JSON.stringify({ text: TEXT, row, deep: [null, 1.5e300, '1.50'] })
  if (column.charset === null) return Buffer.concat([everyByte, Buffer.from(String(row))])
  const label = `${row}`.padStart(3, '0')
  if (column.charset === 'ascii') return `${label}'\\"~${'x'.repeat(60)}`.slice(0, column.length ?? 0)
  return `${label}${TEXT}`.slice(0, column.length ?? 0)
}

const byType: Record<string, (row: number) => string> = {
  tinyint: (row) => String(127 - row),
  smallint: (row) => String(-32_768 + row),
  int: (row) => String(-2_147_483_648 + row),
  bigint: (row) => String(9_223_372_036_854_775_807n - BigInt(row)),
  decimal: (row) => `${row}234567890.0123456789`,
  datetime: (row) => `9999-12-31 23:59:59.${String(999 - row).padStart(3, '0')}`,
  date: (row) => `2024-02-${29 - (row % 29)}`,
}

/** MariaDB keeps JSON as long text, of which no column here is one otherwise. */
function isJson({ type }: Column): boolean {
  return type === 'json' || type === 'longtext'
}
