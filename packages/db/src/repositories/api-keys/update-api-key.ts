import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { ApiKeyChanges, ApiKeyRow } from '../../records/api-key.ts'
import { apiKeys } from '../../schema/api-keys.ts'
import { apiKeyColumns, toApiKeyRow } from './api-key-columns.ts'

/** Changes what is given of a key. Null where the user has no such key, or has revoked it. Within a transaction. */
export async function updateApiKey(
  tx: Database,
  key: { userId: string; id: string },
  changes: ApiKeyChanges,
): Promise<ApiKeyRow | null> {
  const isOwn = and(eq(apiKeys.id, key.id), eq(apiKeys.userId, key.userId), isNull(apiKeys.revokedAt))
  const [found] = await tx.select({ id: apiKeys.id }).from(apiKeys).where(isOwn).for('update')
  if (!found) return null
  // What is undefined is left alone, and nothing at all is no statement.
  if (Object.values(changes).some((value) => value !== undefined)) {
    await tx.update(apiKeys).set(changes).where(isOwn)
  }
  const [row] = await tx.select(apiKeyColumns).from(apiKeys).where(isOwn)
  return row ? toApiKeyRow(row) : null
}
