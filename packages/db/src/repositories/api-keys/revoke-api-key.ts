import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { apiKeys } from '../../schema/api-keys.ts'
import { countRows } from '../count-rows.ts'

/** False where the user has no such key, or has revoked it before. */
export async function revokeApiKey(db: Database, key: { userId: string; id: string }): Promise<boolean> {
  const result = await db
    .update(apiKeys)
    .set({ revokedAt: new Date() })
    .where(and(eq(apiKeys.id, key.id), eq(apiKeys.userId, key.userId), isNull(apiKeys.revokedAt)))
  return countRows(result) > 0
}
