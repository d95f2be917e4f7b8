import { fillPlaceholders, type SQL } from 'drizzle-orm'
import { MySqlDialect } from 'drizzle-orm/mysql-core'
import type { RowDataPacket } from 'mysql2'
import type { Database } from '../database.ts'

const dialect = new MySqlDialect()

/** Asks with these values for the query's placeholders, by name. */
export type CompiledQuery<Values> = (db: Database, values: Values) => Promise<RowDataPacket[]>

/**
 * Puts a query's text together once, which for a long one takes longer than the database takes to answer it. Its values
 * are placeholders.
 */
export function compileQuery<Values extends Record<string, unknown>>(query: SQL): CompiledQuery<Values> {
  const { sql: text, params } = dialect.sqlToQuery(query)
  return async ({ $client }, values) => {
    const filled = fillPlaceholders(params, values)
    $client.logger?.logQuery(text, filled)
    const [rows] = await $client.query<RowDataPacket[]>(text, filled)
    return rows
  }
}

/** The text of a piece that has no values. */
export function toText(piece: SQL): string {
  return dialect.sqlToQuery(piece).sql
}
