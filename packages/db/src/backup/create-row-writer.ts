import type { Connection, ResultSetHeader } from 'mysql2/promise'
import type { BackupRow, BackupTable } from './backup-format.ts'

/** A statement is sent when its rows have about so many characters: bytes double in it, and servers bound what they take. */
const STATEMENT_SIZE = 1024 * 1024
const STATEMENT_ROWS = 1000

/** Gathers rows of a table into statements of a bounded size. `flush` sends what is left. */
export function createRowWriter(connection: Connection, { table, columns }: BackupTable) {
  const names = columns.map(([name]) => name)
  let rows: (string | Buffer | null)[][] = []
  let size = 0
  let written = 0

  async function flush(): Promise<number> {
    if (rows.length === 0) return written
    const [result] = await connection.query<ResultSetHeader>('INSERT INTO ?? (??) VALUES ?', [
      table,
      names,
      rows,
    ])
    written += result.affectedRows
    rows = []
    size = 0
    return written
  }

  return {
    async add(row: BackupRow): Promise<void> {
      rows.push(row.map((value, index) => toValue(value, columns[index]?.[1] === 'bytes')))
      size += row.reduce((sum, value) => sum + (value?.length ?? 0), 0)
      if (size >= STATEMENT_SIZE || rows.length >= STATEMENT_ROWS) await flush()
    },
    flush,
  }
}

function toValue(value: string | null, isBytes: boolean): string | Buffer | null {
  return value !== null && isBytes ? Buffer.from(value, 'base64') : value
}
