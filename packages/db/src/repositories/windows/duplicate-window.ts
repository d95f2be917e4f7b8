import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import type { Scope } from '../../records/scope.ts'
import type { ChatWindowRecord } from '../../records/session.ts'
import { lockSession } from '../sessions/lock-session.ts'
import { findWindow } from './find-window.ts'
import { insertWindowBeside } from './insert-window-beside.ts'

/** Adds a window with the same settings right behind it, without its history. Null where the user has no such window. */
export function duplicateWindow(
  db: Database,
  scope: Scope,
  { id, name }: { id: string; name: string },
): Promise<ChatWindowRecord | null> {
  return transact(db, async (tx) => {
    const source = await findWindow(tx, scope, id)
    if (!source || !(await lockSession(tx, scope, source.sessionId))) return null
    // Read anew under the lock: it may have been moved.
    const window = await findWindow(tx, scope, id)
    if (!window) return null
    return findWindow(tx, scope, await insertWindowBeside(tx, window, { ...window, name }))
  })
}
