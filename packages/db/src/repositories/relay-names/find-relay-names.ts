import { asc, eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { RelayNameRow } from '../../records/relay-name.ts'
import { relayNames } from '../../schema/relay-names.ts'

/** All of them, by name. */
export async function listRelayNames(db: Database): Promise<RelayNameRow[]> {
  const rows = await db.select().from(relayNames).orderBy(asc(relayNames.name))
  return rows.map(toRelayNameRow)
}

export async function findRelayName(db: Database, name: string): Promise<RelayNameRow | null> {
  const [row] = await db.select().from(relayNames).where(eq(relayNames.name, name))
  return row ? toRelayNameRow(row) : null
}

export function toRelayNameRow({
  createdAt,
  updatedAt,
  ...row
}: typeof relayNames.$inferSelect): RelayNameRow {
  return { ...row, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() }
}
