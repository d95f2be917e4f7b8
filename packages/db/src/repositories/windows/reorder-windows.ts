import { inArray, sql } from 'drizzle-orm'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import type { Scope } from '../../records/scope.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { lockSession } from '../sessions/lock-session.ts'
import { listWindows } from './list-windows.ts'

export interface WindowOrder {
  sessionId: string
  /** In their new order; windows that it leaves out follow in the order they had. */
  windowIds: string[]
}

/** False, and nothing changed, where the user has no such session or one of the windows is not one of its. */
export function reorderWindows(db: Database, scope: Scope, order: WindowOrder): Promise<boolean> {
  return transact(db, async (tx) => {
    const session = await lockSession(tx, scope, order.sessionId)
    if (!session) return false
    const known = (await listWindows(tx, session.id)).map((window) => window.id)
    if (!order.windowIds.every((id) => known.includes(id))) return false
    await savePositions(tx, [...new Set([...order.windowIds, ...known])])
    return true
  })
}

async function savePositions(tx: Database, windowIds: string[]): Promise<void> {
  if (windowIds.length === 0) return
  const cases = windowIds.map((id, position) => sql`WHEN ${id} THEN ${position}`)
  await tx
    .update(chatWindows)
    .set({ position: sql`CASE ${chatWindows.id} ${sql.join(cases, sql` `)} END`, updatedAt: new Date() })
    .where(inArray(chatWindows.id, windowIds))
}
