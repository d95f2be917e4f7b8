import { getTableColumns, getTableName, is, SQL } from 'drizzle-orm'
import type { MySqlColumn, MySqlTable } from 'drizzle-orm/mysql-core'
import type { Database } from '../database.ts'
import { toText } from './compile-query.ts'

/** A row as drizzle's `insert` takes it. */
type Row<Table extends MySqlTable> = {
  [Name in keyof Table['$inferInsert']]: Table['$inferInsert'][Name] | SQL
}

const texts = new WeakMap<SQL, string>()

/** Inserts rows by one statement, as drizzle does, which takes ten times as long to put together one of many rows. */
export function insertRows<Table extends MySqlTable>(
  db: Database,
  table: Table,
  rows: Row<Table>[],
): Promise<void> {
  return run(db, toInsert(table, rows))
}

/** As `insertRows`, but where a row of the same key is there already, the columns named by `sums` are added to its own. */
export function addRows<Table extends MySqlTable>(
  db: Database,
  table: Table,
  { rows, sums }: { rows: Row<Table>[]; sums: (keyof Table['$inferInsert'] & string)[] },
): Promise<void> {
  const { text, values } = toInsert(table, rows)
  const columns = getTableColumns(table)
  const names = sums.map((name) => `\`${columns[name]?.name}\``)
  const additions = names.map((name) => `${name} = ${name} + values(${name})`)
  return run(db, { text: `${text} on duplicate key update ${additions.join(', ')}`, values })
}

interface Insert {
  text: string
  values: unknown[]
}

async function run({ $client }: Database, { text, values }: Insert): Promise<void> {
  $client.logger?.logQuery(text, values)
  await $client.query(text, values)
}

function toInsert<Table extends MySqlTable>(table: Table, rows: Row<Table>[]): Insert {
  const columns = Object.entries<MySqlColumn>(getTableColumns(table)).filter(([name]) =>
    rows.some((row) => (row as Record<string, unknown>)[name] !== undefined),
  )
  const values: unknown[] = []
  const tuples = rows.map(
    (row) =>
      `(${columns.map((column) => toItem(row as Record<string, unknown>, column, values)).join(', ')})`,
  )
  const names = columns.map(([, column]) => `\`${column.name}\``)
  const text = `insert into \`${getTableName(table)}\` (${names.join(', ')}) values ${tuples.join(', ')}`
  return { text, values }
}

function toItem(
  row: Record<string, unknown>,
  [name, column]: [string, MySqlColumn],
  values: unknown[],
): string {
  const value = row[name]
  if (value === undefined) return 'default'
  if (value === null) return 'null'
  if (is(value, SQL)) return toKnownText(value)
  values.push(column.mapToDriverValue(value))
  return '?'
}

function toKnownText(piece: SQL): string {
  const known = texts.get(piece) ?? toText(piece)
  texts.set(piece, known)
  return known
}
