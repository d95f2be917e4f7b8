import { and, eq, gt, isNull, type SQL } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { Scope } from '../../records/scope.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { countRows } from '../count-rows.ts'
import { windowSessionInScope } from '../in-scope.ts'
import { UNDO_WITHIN_MS } from '../sessions/remove-session.ts'

/** Hides the window; its messages stay. False where the user has no such window. */
export async function removeWindow(db: Database, scope: Scope, id: string): Promise<boolean> {
  const isPresent = and(eq(chatWindows.id, id), isNull(chatWindows.removedAt), windowSessionInScope(scope))
  return setRemoved(db, isPresent, new Date())
}

/** Brings a window that was removed not long ago back to its place. False where the user has removed no such window. */
export async function restoreWindow(db: Database, scope: Scope, id: string): Promise<boolean> {
  const isRemoved = and(
    eq(chatWindows.id, id),
    gt(chatWindows.removedAt, new Date(Date.now() - UNDO_WITHIN_MS)),
    windowSessionInScope(scope),
  )
  return setRemoved(db, isRemoved, null)
}

async function setRemoved(
  db: Database,
  condition: SQL | undefined,
  removedAt: Date | null,
): Promise<boolean> {
  const result = await db.update(chatWindows).set({ removedAt, updatedAt: new Date() }).where(condition)
  return countRows(result) > 0
}
