import type { Database } from '../../database.ts'
import { newId } from '../../new-id.ts'
import type { InviteValues } from '../../records/invite.ts'
import { invites } from '../../schema/invites.ts'

export async function createInvite(db: Database, values: InviteValues): Promise<{ id: string }> {
  const id = newId()
  await db.insert(invites).values({ id, ...values, createdAt: new Date() })
  return { id }
}
