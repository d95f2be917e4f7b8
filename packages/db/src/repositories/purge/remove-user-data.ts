import { and, eq, inArray, isNotNull, isNull, lt, ne, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/mysql-core'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { files } from '../../schema/files.ts'
import { lineUps } from '../../schema/line-ups.ts'
import { messages } from '../../schema/messages.ts'
import { modelAccess } from '../../schema/model-access.ts'
import { promptTemplates } from '../../schema/prompt-templates.ts'
import { users } from '../../schema/users.ts'
import { votes } from '../../schema/votes.ts'
import { workspaceMembers } from '../../schema/workspace-members.ts'
import { workspaces } from '../../schema/workspaces.ts'
import { countRows } from '../count-rows.ts'
import { databaseNow } from '../database-now.ts'
import { deleteAll } from './delete-all.ts'
import { forgetCaller } from './forget-caller.ts'
import { purgeSession } from './purge-session.ts'

const AT_A_TIME = 50
const QUIET_MINUTES = 10

/** Users who were taken away and of whom something is left. */
export async function listRemovedUsers(db: Database): Promise<string[]> {
  const rows = await db
    .select({ id: users.id })
    .from(users)
    .where(isNotNull(users.removedAt))
    .limit(AT_A_TIME)
  return rows.map(({ id }) => id)
}

/** The answers in flight of a user, in whatever session. */
export async function listAnswersOf(db: Database, userId: string): Promise<string[]> {
  const rows = await db
    .select({ id: messages.id })
    .from(messages)
    .innerJoin(chatSessions, eq(chatSessions.id, messages.sessionId))
    .where(and(isNotNull(messages.leaseOwner), eq(chatSessions.userId, userId)))
  return rows.map(({ id }) => id)
}

/**
 * Removes what a user had who was taken away, and at the end the row that says so: whenever it ends before, it is gone on with
 * the next time, by whichever instance. False while something is left that is not over.
 */
export async function removeUserData(db: Database, userId: string): Promise<boolean> {
  for (;;) {
    const sessions = await db
      .select({ id: chatSessions.id })
      .from(chatSessions)
      .where(eq(chatSessions.userId, userId))
      .limit(AT_A_TIME)
    for (const { id } of sessions) if (!(await purgeSession(db, id))) return false
    if (sessions.length < AT_A_TIME) break
  }
  await deleteAll(db, { table: votes, id: votes.id, where: eq(votes.userId, userId) })
  await deleteAll(db, { table: files, id: files.id, where: eq(files.userId, userId) })
  await deleteAll(db, {
    table: promptTemplates,
    id: promptTemplates.id,
    where: eq(promptTemplates.userId, userId),
  })
  await deleteAll(db, { table: lineUps, id: lineUps.id, where: eq(lineUps.userId, userId) })
  await forgetCaller(db, userId)
  return removeAccount(db, userId)
}

const others = alias(workspaceMembers, 'others')

/**
 * With the workspaces that nobody else is in; what refers to the user alone goes with their row. Not before what they had begun
 * is over, such as the making of a title, which would leave something behind.
 */
async function removeAccount(db: Database, userId: string): Promise<boolean> {
  return transact(db, async (tx) => {
    const isOver = lt(
      users.removedAt,
      sql`${databaseNow} - INTERVAL ${sql.raw(String(QUIET_MINUTES))} MINUTE`,
    )
    const own = await tx
      .select({ id: workspaces.id })
      .from(workspaces)
      .innerJoin(workspaceMembers, eq(workspaceMembers.workspaceId, workspaces.id))
      .leftJoin(others, and(eq(others.workspaceId, workspaces.id), ne(others.userId, userId)))
      .where(and(eq(workspaceMembers.userId, userId), eq(workspaces.isPersonal, true), isNull(others.userId)))
    const removed = countRows(await tx.delete(users).where(and(eq(users.id, userId), isOver)))
    const ids = own.map(({ id }) => id)
    if (removed === 0 || ids.length === 0) return removed > 0
    await tx.delete(modelAccess).where(inArray(modelAccess.grantee, ids))
    await tx.delete(workspaces).where(inArray(workspaces.id, ids))
    return true
  })
}
