import type { Readable } from 'node:stream'
import type { Connection } from 'mysql2/promise'
import type { BackupRow, BackupTable, ColumnKind } from './backup-format.ts'

/** How many rows the driver reads ahead; a row may be a part of a file. */
const READ_AHEAD = 16

interface Field {
  buffer(): Buffer | null
}

interface StreamingConnection {
  query(query: object): { stream(settings: object): Readable }
}

/** A table's rows as the connection's snapshot has them, one after another: the server is read no faster than they are taken. */
export async function* readRows(
  connection: Connection,
  { table, columns }: BackupTable,
): AsyncGenerator<BackupRow> {
  const names = columns.map(([name]) => name)
  // The promises' wrapper has no streams; what it wraps has.
  const { connection: core } = connection as unknown as { connection: StreamingConnection }
  const sql = connection.format('SELECT ?? FROM ??', [names, table])
  const rows = core
    .query({ sql, rowsAsArray: true, typeCast: (field: Field) => field.buffer() })
    .stream({ highWaterMark: READ_AHEAD })
  for await (const row of rows as AsyncIterable<(Buffer | null)[]>) {
    yield row.map((value, index) => toValue(value, columns[index]?.[1]))
  }
}

/** What is no blob comes as the text that the database writes of it: no number is rounded, no time is moved. */
function toValue(value: Buffer | null, kind: ColumnKind | undefined): string | null {
  return value === null ? null : value.toString(kind === 'bytes' ? 'base64' : 'utf8')
}
