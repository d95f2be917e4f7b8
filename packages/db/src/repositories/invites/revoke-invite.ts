import { and, eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { invites } from '../../schema/invites.ts'
import { countRows } from '../count-rows.ts'
import { databaseNow } from '../database-now.ts'
import { isGoodInvite } from './is-good-invite.ts'

/** False where there is no such invitation, or nobody could use it any more. */
export async function revokeInvite(db: Database, id: string): Promise<boolean> {
  const result = await db
    .update(invites)
    .set({ revokedAt: databaseNow })
    .where(and(eq(invites.id, id), isGoodInvite))
  return countRows(result) > 0
}
