import { and, eq, isNull, lt, or } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { apiKeys } from '../../schema/api-keys.ts'

const PRECISION_MS = 60_000

/** Notes that the key was used. Within a minute of the last note it changes nothing, so that a busy key costs no writes. */
export async function touchApiKey(db: Database, id: string): Promise<void> {
  const now = new Date()
  const stale = new Date(now.getTime() - PRECISION_MS)
  await db
    .update(apiKeys)
    .set({ lastUsedAt: now })
    .where(and(eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, stale))))
}
