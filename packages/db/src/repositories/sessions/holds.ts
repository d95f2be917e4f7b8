import { sql, type AnyColumn, type SQL } from 'drizzle-orm'
import { escapeLike } from '../../paging/escape-like.ts'

/** Whether the words have no letter of two cases, as Chinese ones: then texts need not be brought into one. */
export function hasOneCase(search: string): boolean {
  return search.toLowerCase() === search.toUpperCase()
}

/** The column holds these words, whatever their case. */
export function holds(column: AnyColumn | SQL, search: string): SQL {
  const pattern = `%${escapeLike(search)}%`
  return hasOneCase(search) ? sql`${column} LIKE ${pattern}` : sql`LOWER(${column}) LIKE LOWER(${pattern})`
}
