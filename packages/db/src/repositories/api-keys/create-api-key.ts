import type { Database } from '../../database.ts'
import { translated } from '../../errors/translated.ts'
import { newId } from '../../new-id.ts'
import type { ApiKeyRow, ApiKeyValues } from '../../records/api-key.ts'
import { apiKeys } from '../../schema/api-keys.ts'
import { toIso } from '../to-iso.ts'

/** Throws `DuplicateKeyError` for a hash that is there already. */
export async function createApiKey(db: Database, values: ApiKeyValues): Promise<ApiKeyRow> {
  const id = newId()
  const createdAt = new Date()
  await translated(db.insert(apiKeys).values({ id, createdAt, ...values }))
  const { name, hint, expiresAt } = values
  return { id, name, hint, expiresAt: toIso(expiresAt), lastUsedAt: null, createdAt: toIso(createdAt) }
}
