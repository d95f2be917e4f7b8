import { and, eq, gt, type SQL } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { Scope } from '../../records/scope.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { countRows } from '../count-rows.ts'
import { ownsSession, sessionInScope } from '../in-scope.ts'

/** Hides the session with all that is in it. False where the user has no such session. */
export async function removeSession(db: Database, scope: Scope, id: string): Promise<boolean> {
  return setRemoved(db, and(eq(chatSessions.id, id), sessionInScope(scope)), new Date())
}

/** So long a removal can be undone: well before what was removed goes for good, in parts. */
export const UNDO_WITHIN_MS = 12 * 60 * 60 * 1000

/** Brings a session back that was removed not long ago. False where the user has removed no such session. */
export async function restoreSession(db: Database, scope: Scope, id: string): Promise<boolean> {
  const isRemoved = and(
    eq(chatSessions.id, id),
    gt(chatSessions.removedAt, new Date(Date.now() - UNDO_WITHIN_MS)),
    ownsSession(scope),
  )
  return setRemoved(db, isRemoved, null)
}

async function setRemoved(
  db: Database,
  condition: SQL | undefined,
  removedAt: Date | null,
): Promise<boolean> {
  const result = await db.update(chatSessions).set({ removedAt }).where(condition)
  return countRows(result) > 0
}
