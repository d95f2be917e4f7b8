import { eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { RefusedKey } from '../../records/api-key.ts'
import { apiKeys } from '../../schema/api-keys.ts'
import { users } from '../../schema/users.ts'

/** The key with this hash and whose it is, good or not. */
export async function findRefusedKey(db: Database, keyHash: string): Promise<RefusedKey | null> {
  const [row] = await db
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      revokedAt: apiKeys.revokedAt,
      user: { id: users.id, email: users.email, suspendedAt: users.suspendedAt },
    })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .where(eq(apiKeys.keyHash, keyHash))
  if (!row) return null
  const { suspendedAt, ...user } = row.user
  return { id: row.id, name: row.name, user, reason: toReason(row.revokedAt, suspendedAt) }
}

/** What is neither has run out. */
function toReason(revokedAt: Date | null, suspendedAt: Date | null): RefusedKey['reason'] {
  if (revokedAt !== null) return 'revoked'
  return suspendedAt === null ? 'expired' : 'suspended'
}
