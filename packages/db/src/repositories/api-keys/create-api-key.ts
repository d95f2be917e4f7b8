import type { Database } from '../../database.ts'
import { translated } from '../../errors/translated.ts'
import { newId } from '../../new-id.ts'
import type { ApiKeyRow, ApiKeyValues } from '../../records/api-key.ts'
import { apiKeys } from '../../schema/api-keys.ts'
import { toApiKeyRow } from './api-key-columns.ts'

const noLimits = { modelIds: null, ipRanges: null, requestsPerMinute: null, tokensPerMinute: null }

/** Throws `DuplicateKeyError` for a hash that is there already. */
export async function createApiKey(db: Database, values: ApiKeyValues): Promise<ApiKeyRow> {
  const id = newId()
  const createdAt = new Date()
  const row = { id, ...noLimits, ...values, lastUsedAt: null, createdAt }
  await translated(db.insert(apiKeys).values(row))
  const { userId: _userId, keyHash: _keyHash, ...shown } = row
  return toApiKeyRow(shown)
}
