import { and, eq, inArray, isNull } from 'drizzle-orm'
import { QueryBuilder } from 'drizzle-orm/mysql-core'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import { apiKeys } from '../../schema/api-keys.ts'
import { catchUps } from '../../schema/catch-ups.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { passwordResets } from '../../schema/password-resets.ts'
import { users } from '../../schema/users.ts'
import { databaseNow } from '../database-now.ts'
import { endSignIns } from '../sign-ins/end-sign-ins.ts'
import { lockOtherAdmins } from './lock-other-admins.ts'

/** Fits no hash of a password. */
const NO_PASSWORD = 'removed'

/**
 * Takes a user away: from here on nobody signs in as them, their e-mail address is free, and what they had is removed by
 * `removeUserData`. Null where there is no such user; `lastAdmin` where nobody could administer afterwards.
 */
export function markUserRemoved(db: Database, id: string): Promise<null | 'lastAdmin' | { email: string }> {
  return transact(db, async (tx) => {
    const others = await lockOtherAdmins(tx, id)
    const [user] = await tx
      .select()
      .from(users)
      .where(and(eq(users.id, id), isNull(users.removedAt)))
      .for('update')
    if (!user) return null
    if (user.role === 'admin' && user.suspendedAt === null && others === 0) return 'lastAdmin'
    await tx
      .update(users)
      .set({
        ...{ email: toNobody(id), nickname: '', passwordHash: NO_PASSWORD, role: 'user', lastSignInAt: null },
        ...{ removedAt: databaseNow, suspendedAt: databaseNow },
      })
      .where(eq(users.id, id))
    await endSignIns(tx, { userId: id })
    await tx.delete(apiKeys).where(eq(apiKeys.userId, id))
    await tx.delete(passwordResets).where(eq(passwordResets.userId, id))
    await tx.delete(catchUps).where(inArray(catchUps.windowId, windowsOf(id)))
    return { email: user.email }
  })
}

/** Addresses of `.invalid` are nobody's, and none can register. */
function toNobody(id: string): string {
  return `removed ${id}@removed.invalid`
}

function windowsOf(userId: string) {
  return new QueryBuilder()
    .select({ id: chatWindows.id })
    .from(chatWindows)
    .innerJoin(chatSessions, eq(chatSessions.id, chatWindows.sessionId))
    .where(eq(chatSessions.userId, userId))
}
