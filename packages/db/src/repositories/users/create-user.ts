import { eq } from 'drizzle-orm'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import { newId } from '../../new-id.ts'
import type { UserRow, UserValues } from '../../records/user.ts'
import { instanceState } from '../../schema/instance-state.ts'
import { users } from '../../schema/users.ts'
import { workspaceMembers } from '../../schema/workspace-members.ts'
import { workspaces } from '../../schema/workspaces.ts'
import { countRows } from '../count-rows.ts'
import { useInvite } from '../invites/use-invite.ts'

const SINGLETON_ID = 1

/**
 * Registers a user with a personal workspace. The first one ever becomes admin, decided by a primary key, so that of many
 * at once exactly one does; an invitation is used up by one. Null where `mayRegister` said no; throws `DuplicateKeyError` for an e-mail that is taken.
 */
export function createUser(db: Database, values: UserValues): Promise<UserRow | null> {
  return transact(db, async (tx) => {
    const id = newId()
    const createdAt = new Date()
    const { email, nickname, passwordHash, inviteHash } = values
    const isFirst = await claimFirst(tx, id, createdAt)
    const invited =
      isFirst || inviteHash === undefined ? null : await useInvite(tx, { tokenHash: inviteHash, userId: id })
    if (!values.mayRegister({ isFirst, isInvited: invited !== null })) {
      if (isFirst) await tx.delete(instanceState)
      return null
    }
    const role = isFirst ? 'admin' : (invited ?? 'user')
    await tx.insert(users).values({ id, email, nickname, passwordHash, role, createdAt })
    await createPersonalWorkspace(tx, id, nickname)
    return { id, email, nickname, role, createdAt: createdAt.toISOString() }
  })
}

/** A concurrent claim waits here until the first one's transaction has ended. */
async function claimFirst(tx: Database, firstUserId: string, createdAt: Date): Promise<boolean> {
  const taken = await tx.select().from(instanceState).where(eq(instanceState.id, SINGLETON_ID))
  if (taken.length > 0) return false
  const claim = await tx.insert(instanceState).ignore().values({ id: SINGLETON_ID, firstUserId, createdAt })
  return countRows(claim) === 1
}

async function createPersonalWorkspace(tx: Database, userId: string, name: string): Promise<void> {
  const workspaceId = newId()
  const createdAt = new Date()
  await tx.insert(workspaces).values({ id: workspaceId, name, isPersonal: true, createdAt })
  await tx.insert(workspaceMembers).values({ workspaceId, userId, role: 'owner', createdAt })
}
