import { and, eq, isNull } from 'drizzle-orm'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import type { UserChange, UserChangeResult } from '../../records/user.ts'
import { passwordResets } from '../../schema/password-resets.ts'
import { users } from '../../schema/users.ts'
import { databaseNow } from '../database-now.ts'
import { endSignIns } from '../sign-ins/end-sign-ins.ts'
import { lockOtherAdmins } from './lock-other-admins.ts'

/**
 * Changes who may do what. Whoever might take an administrator away locks all of them first: of two who would leave none
 * between them, the second waits, and is told `lastAdmin`. Null where there is no such user.
 */
export function changeUser(db: Database, id: string, change: UserChange): Promise<UserChangeResult> {
  return transact(db, async (tx) => {
    const others = await lockOtherAdmins(tx, id)
    const [before] = await tx
      .select()
      .from(users)
      .where(and(eq(users.id, id), isNull(users.removedAt)))
      .for('update')
    if (!before) return null
    const was = { role: before.role, isSuspended: before.suspendedAt !== null }
    const becomes = { role: change.role ?? was.role, isSuspended: change.isSuspended ?? was.isSuspended }
    const isLoss = isAdmin(was) && !isAdmin(becomes)
    if (isLoss && others === 0) return 'lastAdmin'
    await become(tx, id, { was, becomes })
    return { was, becomes, email: before.email }
  })
}

interface Standing {
  role: 'admin' | 'user'
  isSuspended: boolean
}

function isAdmin({ role, isSuspended }: Standing): boolean {
  return role === 'admin' && !isSuspended
}

interface Change {
  was: Standing
  becomes: Standing
}

/** With a suspension, sign-ins and an open link end for good; API keys rest until the user is restored. */
async function become(tx: Database, id: string, { was, becomes }: Change): Promise<void> {
  const isIt = eq(users.id, id)
  if (becomes.role !== was.role) await tx.update(users).set({ role: becomes.role }).where(isIt)
  if (becomes.isSuspended === was.isSuspended) return
  const suspendedAt = becomes.isSuspended ? databaseNow : null
  await tx.update(users).set({ suspendedAt }).where(isIt)
  if (!becomes.isSuspended) return
  await endSignIns(tx, { userId: id })
  await tx.delete(passwordResets).where(eq(passwordResets.userId, id))
}
