import { and, eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { ApiKeyHolder } from '../../records/api-key.ts'
import { apiKeys } from '../../schema/api-keys.ts'
import { users } from '../../schema/users.ts'
import { toUserRow, userColumns } from '../users/user-columns.ts'
import { toIso } from '../to-iso.ts'
import { isActive } from '../users/is-active.ts'
import { limitColumns } from './api-key-columns.ts'
import { isGoodKey } from './is-good-key.ts'

/** The key with this hash and its user, unless it is revoked or has expired by the database's clock, or its user is suspended. */
export async function findApiKeyByHash(db: Database, keyHash: string): Promise<ApiKeyHolder | null> {
  const [row] = await db
    .select({ id: apiKeys.id, expiresAt: apiKeys.expiresAt, ...limitColumns, user: userColumns })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .where(and(eq(apiKeys.keyHash, keyHash), isGoodKey, isActive))
  if (!row) return null
  return { ...row, expiresAt: toIso(row.expiresAt), user: toUserRow(row.user) }
}
