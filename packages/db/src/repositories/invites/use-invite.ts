import { and, eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { invites } from '../../schema/invites.ts'
import { countRows } from '../count-rows.ts'
import { databaseNow } from '../database-now.ts'
import { isGoodInvite } from './is-good-invite.ts'

interface InviteUse {
  tokenHash: string
  userId: string
}

/**
 * Takes up an invitation, and gives the role that it bears; null where it is not good. Of many at once the UPDATE lets one
 * through: the others wait for its row, and find it used. It is used when the transaction commits.
 */
export async function useInvite(
  tx: Database,
  { tokenHash, userId }: InviteUse,
): Promise<'admin' | 'user' | null> {
  const isIt = eq(invites.tokenHash, tokenHash)
  const use = await tx
    .update(invites)
    .set({ usedAt: databaseNow, usedBy: userId })
    .where(and(isIt, isGoodInvite))
  if (countRows(use) === 0) return null
  const [invite] = await tx.select({ role: invites.role }).from(invites).where(isIt)
  return invite?.role ?? null
}
