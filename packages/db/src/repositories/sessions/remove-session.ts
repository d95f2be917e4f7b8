import { and, eq, isNotNull, type SQL } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { Scope } from '../../records/scope.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { countRows } from '../count-rows.ts'
import { ownsSession, sessionInScope } from '../in-scope.ts'

/** Hides the session with all that is in it. False where the user has no such session. */
export async function removeSession(db: Database, scope: Scope, id: string): Promise<boolean> {
  return setRemoved(db, and(eq(chatSessions.id, id), sessionInScope(scope)), new Date())
}

/** Brings a removed session back. False where the user has removed no such session. */
export async function restoreSession(db: Database, scope: Scope, id: string): Promise<boolean> {
  const isRemoved = and(eq(chatSessions.id, id), isNotNull(chatSessions.removedAt), ownsSession(scope))
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
