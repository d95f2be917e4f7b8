import type { Database } from '../../database.ts'
import { translated } from '../../errors/translated.ts'
import { newId } from '../../new-id.ts'
import type { ApiKeyLimits, ApiKeyRow, ApiKeyValues, GivenLimits } from '../../records/api-key.ts'
import { apiKeys } from '../../schema/api-keys.ts'
import { toApiKeyRow } from './api-key-columns.ts'

/** Throws `DuplicateKeyError` for a hash that is there already. */
export async function createApiKey(db: Database, values: ApiKeyValues): Promise<ApiKeyRow> {
  const { userId, name, keyHash, hint, expiresAt, ...limits } = values
  const shown = { id: newId(), name, hint, ...fillLimits(limits), expiresAt, createdAt: new Date() }
  await translated(db.insert(apiKeys).values({ ...shown, userId, keyHash }))
  return toApiKeyRow({ ...shown, lastUsedAt: null })
}

function fillLimits(given: GivenLimits): ApiKeyLimits {
  const { modelIds = null, ipRanges = null, requestsPerMinute = null, tokensPerMinute = null } = given
  return { modelIds, ipRanges, requestsPerMinute, tokensPerMinute }
}
