import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import type { Scope } from '../../records/scope.ts'
import type { ChatWindowRecord } from '../../records/session.ts'
import { findMessage } from '../messages/find-message.ts'
import { lockSession } from '../sessions/lock-session.ts'
import { copyHistory } from './copy-history.ts'
import { findWindow } from './find-window.ts'
import { insertWindowBeside } from './insert-window-beside.ts'

interface ForkRequest {
  messageId: string
  name: string
  /** The window's own where absent. */
  modelId?: string | undefined
  /** Whether the copy ends before the message's turn. */
  before?: boolean | undefined
}

/**
 * Adds a window right behind a message's, with its settings and a copy of its history up to that message, or to before its
 * turn, all of it in one transaction. Null where the user has no such message in a history.
 */
export function forkWindow(
  db: Database,
  scope: Scope,
  { messageId, name, modelId, before = false }: ForkRequest,
): Promise<ChatWindowRecord | null> {
  return transact(db, async (tx) => {
    const found = await findMessage(tx, scope, messageId)
    if (!found || !(await lockSession(tx, scope, found.sessionId))) return null
    const [message, window] = [
      await findMessage(tx, scope, messageId),
      await findWindow(tx, scope, found.windowId),
    ]
    if (!message || message.archivedBy !== null || !window) return null
    const values = { ...window, name, modelId: modelId ?? window.modelId }
    const id = await insertWindowBeside(tx, window, values)
    await copyHistory(tx, { message, isBefore: before }, id)
    return findWindow(tx, scope, id)
  })
}
