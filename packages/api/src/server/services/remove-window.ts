import { findWindow, lockSession, removeWindow as markRemoved, transact, type Scope } from '@chatmore/db'
import type { Dependencies } from '../context.ts'
import { requireFound } from '../errors/app-error.ts'
import { publishSession } from './publish-session.ts'
import { stopInFlight } from './stop-in-flight.ts'

type Parts = Pick<Dependencies, 'database' | 'engine'> & { scope: Scope }

/** Removes a window and stops what it is answering. Its messages stay, for it can be restored. */
export async function removeWindow(parts: Parts, id: string): Promise<{ id: string }> {
  const window = requireFound(await findWindow(parts.database, parts.scope, id), 'this window')
  const isRemoved = await transact(parts.database, async (tx) => {
    // A send that holds this lock has either committed, and is stopped below, or will not find the window.
    await lockSession(tx, parts.scope, window.sessionId)
    return markRemoved(tx, parts.scope, id)
  })
  requireFound(isRemoved, 'this window')
  await stopInFlight(parts, window.sessionId, (message) => message.windowId === id)
  await publishSession(parts, window.sessionId)
  return { id }
}
