import { and, gt, isNull } from 'drizzle-orm'
import { invites } from '../../schema/invites.ts'
import { databaseNow } from '../database-now.ts'

/** Neither used nor revoked nor expired by the database's clock. Needs `invites` in the query. */
export const isGoodInvite = and(
  isNull(invites.usedAt),
  isNull(invites.revokedAt),
  gt(invites.expiresAt, databaseNow),
)
