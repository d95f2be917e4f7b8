import { removeSession as markRemoved, type Scope } from '@chatmore/db'
import type { Dependencies } from '../context.ts'
import { requireFound } from '../errors/app-error.ts'
import { stopInFlight } from './stop-in-flight.ts'

type Parts = Pick<Dependencies, 'database' | 'engine'> & { scope: Scope }

/** Removes a session and stops what it is answering. Its windows and messages stay, for it can be restored. */
export async function removeSession(parts: Parts, id: string): Promise<{ id: string }> {
  requireFound(await markRemoved(parts.database, parts.scope, id), 'this session')
  await stopInFlight(parts, id, () => true)
  return { id }
}
