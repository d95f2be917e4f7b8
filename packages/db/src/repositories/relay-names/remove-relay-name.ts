import { eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { RelayNameRow } from '../../records/relay-name.ts'
import { relayNames } from '../../schema/relay-names.ts'
import { toRelayNameRow } from './find-relay-names.ts'

/** Within a transaction. Gives what was removed; null where there is no such name. */
export async function removeRelayName(tx: Database, id: string): Promise<RelayNameRow | null> {
  const [row] = await tx.select().from(relayNames).where(eq(relayNames.id, id)).for('update')
  if (!row) return null
  await tx.delete(relayNames).where(eq(relayNames.id, id))
  return toRelayNameRow(row)
}
