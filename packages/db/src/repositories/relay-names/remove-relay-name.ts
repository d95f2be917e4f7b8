import { eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { relayNames } from '../../schema/relay-names.ts'
import { countRows } from '../count-rows.ts'

/** False where there is no such name. */
export async function removeRelayName(db: Database, id: string): Promise<boolean> {
  return countRows(await db.delete(relayNames).where(eq(relayNames.id, id))) > 0
}
