import { and, inArray, type SQL } from 'drizzle-orm'
import type { MySqlColumn, MySqlTable } from 'drizzle-orm/mysql-core'
import type { Database } from '../../database.ts'

/** Few enough that a statement holds up nobody, enough that many rows are gone in a while. */
const AT_A_TIME = 200

interface Choice {
  table: MySqlTable
  /** The primary key, or a column by which rows go together. */
  id: MySqlColumn
  where: SQL | undefined
  /** What is to be done about those that go next. */
  before?(ids: string[]): Promise<void>
}

/**
 * Deletes all rows that are meant, few at a time: read first and deleted by their keys, since a DELETE with a LIMIT locks whatever
 * it looks at. Whoever else does the same at that moment does no harm.
 */
export async function deleteAll(db: Database, { table, id, where, before }: Choice): Promise<number> {
  for (let deleted = 0; ;) {
    const rows = await db.select({ id }).from(table).where(where).limit(AT_A_TIME)
    const ids = rows.map((row) => row.id as string)
    if (ids.length === 0) return deleted
    await before?.(ids)
    // What was brought back meanwhile stays.
    await db.delete(table).where(and(inArray(id, ids), where))
    deleted += ids.length
    if (ids.length < AT_A_TIME) return deleted
  }
}
