import { and, eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { invites } from '../../schema/invites.ts'
import { isGoodInvite } from './is-good-invite.ts'

type GoodInvite = Pick<typeof invites.$inferSelect, 'role' | 'expiresAt'>

/** The invitation with this hash, unless it is used, revoked or has expired. */
export async function findGoodInvite(db: Database, tokenHash: string): Promise<GoodInvite | null> {
  const [row] = await db
    .select({ role: invites.role, expiresAt: invites.expiresAt })
    .from(invites)
    .where(and(eq(invites.tokenHash, tokenHash), isGoodInvite))
  return row ?? null
}
