import { and, gt, isNull, or } from 'drizzle-orm'
import { apiKeys } from '../../schema/api-keys.ts'
import { databaseNow } from '../database-now.ts'

/** Neither revoked nor expired by the database's clock. Needs `api_keys` in the query. */
export const isGoodKey = and(
  isNull(apiKeys.revokedAt),
  or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, databaseNow)),
)
