import { findWindow, listInFlight, removeWindow as markRemoved, type Scope } from '@chatmore/db'
import type { Dependencies } from '../context.ts'
import { requireFound } from '../errors/app-error.ts'
import { publishSession } from './publish-session.ts'

type Parts = Pick<Dependencies, 'database' | 'engine'> & { scope: Scope }

/** Removes a window and stops what it is answering. Its messages stay, for it can be restored. */
export async function removeWindow(parts: Parts, id: string): Promise<{ id: string }> {
  const window = requireFound(await findWindow(parts.database, parts.scope, id), 'this window')
  requireFound(await markRemoved(parts.database, parts.scope, id), 'this window')
  const inFlight = await listInFlight(parts.database, window.sessionId)
  await parts.engine.stop(inFlight.filter((message) => message.windowId === id).map((message) => message.id))
  await publishSession(parts, window.sessionId)
  return { id }
}
