import { is, sql, SQL, type Column, type GetColumnData } from 'drizzle-orm'

type Fields = Record<string, Column | SQL>

type Row<Selected extends Fields> = {
  [Name in keyof Selected]: Selected[Name] extends Column
    ? GetColumnData<Selected[Name], 'query'>
    : Selected[Name] extends SQL<infer Data>
      ? Data
      : never
}

/** Several columns as one JSON value, so that rows of different kinds fit into one UNION. */
export function toJsonRow(fields: Fields): SQL {
  const pairs = Object.entries(fields).map(([name, field]) => sql`${name}, ${field}`)
  return sql`JSON_OBJECT(${sql.join(pairs, sql`, `)})`
}

/** Reads what `toJsonRow` wrote, each value as its column has it. Some servers' JSON the driver has parsed already. */
export function fromJsonRow<Selected extends Fields>(fields: Selected, json: string | object): Row<Selected> {
  const values = (typeof json === 'string' ? JSON.parse(json) : json) as Record<string, unknown>
  const entries = Object.entries(fields).map(([name, field]) => {
    const value = values[name]
    return [name, value === null || is(field, SQL) ? value : field.mapFromDriverValue(value)]
  })
  return Object.fromEntries(entries) as Row<Selected>
}
