import type { ApiKeyRow } from '../../records/api-key.ts'
import { apiKeys } from '../../schema/api-keys.ts'
import { toIso } from '../to-iso.ts'

export const limitColumns = {
  modelIds: apiKeys.modelIds,
  ipRanges: apiKeys.ipRanges,
  requestsPerMinute: apiKeys.requestsPerMinute,
  tokensPerMinute: apiKeys.tokensPerMinute,
}

/** A key as it may be shown. */
export const apiKeyColumns = {
  id: apiKeys.id,
  name: apiKeys.name,
  hint: apiKeys.hint,
  ...limitColumns,
  expiresAt: apiKeys.expiresAt,
  lastUsedAt: apiKeys.lastUsedAt,
  createdAt: apiKeys.createdAt,
}

type Selected = Pick<typeof apiKeys.$inferSelect, keyof typeof apiKeyColumns>

export function toApiKeyRow({ expiresAt, lastUsedAt, createdAt, ...row }: Selected): ApiKeyRow {
  return { ...row, expiresAt: toIso(expiresAt), lastUsedAt: toIso(lastUsedAt), createdAt: toIso(createdAt) }
}
