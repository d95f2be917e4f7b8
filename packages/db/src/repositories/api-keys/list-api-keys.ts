import { and, desc, eq, isNull } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { ApiKeyRow } from '../../records/api-key.ts'
import { apiKeys } from '../../schema/api-keys.ts'
import { apiKeyColumns, toApiKeyRow } from './api-key-columns.ts'

/** The user's keys that are not revoked, newest first; expired ones too. */
export async function listApiKeys(db: Database, userId: string): Promise<ApiKeyRow[]> {
  const rows = await db
    .select(apiKeyColumns)
    .from(apiKeys)
    .where(and(eq(apiKeys.userId, userId), isNull(apiKeys.revokedAt)))
    .orderBy(desc(apiKeys.id))
  return rows.map(toApiKeyRow)
}
