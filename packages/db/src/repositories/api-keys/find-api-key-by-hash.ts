import { and, eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { ApiKeyHolder } from '../../records/api-key.ts'
import { apiKeys } from '../../schema/api-keys.ts'
import { users } from '../../schema/users.ts'
import { toIso } from '../to-iso.ts'
import { isGoodKey } from './is-good-key.ts'

const userColumns = {
  id: users.id,
  email: users.email,
  nickname: users.nickname,
  role: users.role,
  createdAt: users.createdAt,
}

/** The key with this hash and its user, unless it is revoked or has expired by the database's clock. */
export async function findApiKeyByHash(db: Database, keyHash: string): Promise<ApiKeyHolder | null> {
  const [row] = await db
    .select({ id: apiKeys.id, expiresAt: apiKeys.expiresAt, user: userColumns })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .where(and(eq(apiKeys.keyHash, keyHash), isGoodKey))
  if (!row) return null
  const user = { ...row.user, createdAt: row.user.createdAt.toISOString() }
  return { id: row.id, expiresAt: toIso(row.expiresAt), user }
}
