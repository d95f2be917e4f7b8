import { count, eq, type AnyColumn } from 'drizzle-orm'
import type { MySqlTable } from 'drizzle-orm/mysql-core'
import type { Database } from '../database.ts'
import type { Scope } from '../records/scope.ts'

/** Whether the user has as many rows of the table as they may. Two that come at once may both still fit. */
export async function isFull(
  db: Database,
  table: MySqlTable & { userId: AnyColumn },
  { scope, most }: { scope: Scope; most: number },
): Promise<boolean> {
  const [row] = await db.select({ count: count() }).from(table).where(eq(table.userId, scope.userId))
  return (row?.count ?? 0) >= most
}
