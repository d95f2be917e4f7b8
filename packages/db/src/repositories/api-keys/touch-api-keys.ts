import { and, inArray, isNull, lt, or } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { apiKeys } from '../../schema/api-keys.ts'

const PRECISION_MS = 60_000

/** Notes that keys were used. Within a minute of the last note it changes nothing, so that a busy key costs no writes. */
export async function touchApiKeys(db: Database, ids: string[]): Promise<void> {
  const now = new Date()
  const stale = new Date(now.getTime() - PRECISION_MS)
  await db
    .update(apiKeys)
    .set({ lastUsedAt: now })
    .where(and(inArray(apiKeys.id, ids), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, stale))))
}
