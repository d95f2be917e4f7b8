import { count, sql } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { sealedColumns } from './sealed-columns.ts'

/** How much is sealed under which key: a sealed text is `version:keyId:...`. */
export async function countSealed(db: Database): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const { table, cipher } of sealedColumns) {
    const keyId = sql<string>`SUBSTRING_INDEX(SUBSTRING_INDEX(${cipher}, ':', 2), ':', -1)`.as('key_id')
    const rows = await db.select({ keyId, rows: count() }).from(table).groupBy(keyId)
    for (const row of rows) counts.set(row.keyId, (counts.get(row.keyId) ?? 0) + row.rows)
  }
  return counts
}
