import { and, eq, gt, isNull, or } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { ApiKeyHolder } from '../../records/api-key.ts'
import { apiKeys } from '../../schema/api-keys.ts'
import { databaseNow } from '../database-now.ts'
import { toIso } from '../to-iso.ts'

/** The key with this hash, unless it is revoked or has expired by the database's clock. */
export async function findApiKeyByHash(db: Database, keyHash: string): Promise<ApiKeyHolder | null> {
  const [row] = await db
    .select({ id: apiKeys.id, userId: apiKeys.userId, expiresAt: apiKeys.expiresAt })
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.keyHash, keyHash),
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, databaseNow)),
      ),
    )
  return row ? { ...row, expiresAt: toIso(row.expiresAt) } : null
}
