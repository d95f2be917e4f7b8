import type { Database } from '../../database.ts'
import type { TargetWindow } from '../../records/message.ts'
import type { Scope } from '../../records/scope.ts'
import { listTargetWindows } from '../messages/list-target-windows.ts'
import { lockSession } from '../sessions/lock-session.ts'
import { findWindow } from '../windows/find-window.ts'

/** The user's window with its session's row locked: retries and other rewinds wait, sends are refused by the next place. */
export async function lockWindow(
  tx: Database,
  scope: Scope,
  windowId: string,
): Promise<{ sessionId: string; target: TargetWindow } | null> {
  const window = await findWindow(tx, scope, windowId)
  const session = window && (await lockSession(tx, scope, window.sessionId))
  if (!session) return null
  const targets = await listTargetWindows(tx, scope, session.id)
  const target = targets.find((candidate) => candidate.id === windowId)
  return target ? { sessionId: session.id, target } : null
}
