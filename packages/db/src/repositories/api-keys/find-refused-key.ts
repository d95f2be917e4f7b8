import { eq, sql } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { RefusedKey } from '../../records/api-key.ts'
import { apiKeys } from '../../schema/api-keys.ts'
import { users } from '../../schema/users.ts'
import { isGoodKey } from './is-good-key.ts'

/** The key with this hash and whose it is, good or not. */
export async function findRefusedKey(db: Database, keyHash: string): Promise<RefusedKey | null> {
  const [row] = await db
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      revokedAt: apiKeys.revokedAt,
      isGood: sql`${isGoodKey}`.mapWith(Boolean),
      user: { id: users.id, email: users.email, suspendedAt: users.suspendedAt },
    })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .where(eq(apiKeys.keyHash, keyHash))
  if (!row) return null
  const { user, ...key } = row
  const { suspendedAt, ...owner } = user
  return { id: key.id, name: key.name, user: owner, reason: toReason({ ...key, suspendedAt }) }
}

/** A good key of a good user was used from where it is not for. */
function toReason(key: {
  revokedAt: Date | null
  suspendedAt: Date | null
  isGood: boolean
}): RefusedKey['reason'] {
  if (key.revokedAt !== null) return 'revoked'
  if (key.suspendedAt !== null) return 'suspended'
  return key.isGood ? 'address' : 'expired'
}
