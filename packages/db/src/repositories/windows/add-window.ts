import { eq, max } from 'drizzle-orm'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import { newId } from '../../new-id.ts'
import type { Scope } from '../../records/scope.ts'
import type { AddWindowValues, ChatWindowRecord } from '../../records/session.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { lockSession } from '../sessions/lock-session.ts'
import { findWindow } from './find-window.ts'
import { toWindowRow } from './to-window-row.ts'

/** Adds a window behind the others. Null where the user has no such session. */
export function addWindow(
  db: Database,
  scope: Scope,
  values: AddWindowValues,
): Promise<ChatWindowRecord | null> {
  return transact(db, async (tx) => {
    const session = await lockSession(tx, scope, values.sessionId)
    if (!session) return null
    const [last] = await tx
      .select({ position: max(chatWindows.position) })
      .from(chatWindows)
      .where(eq(chatWindows.sessionId, session.id))
    const id = newId()
    const position = (last?.position ?? -1) + 1
    await tx.insert(chatWindows).values({ ...toWindowRow(session.id, values, position), id })
    return findWindow(tx, scope, id)
  })
}
