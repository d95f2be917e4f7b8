import { removeSession as markRemoved, type Scope } from '@chatmore/db'
import type { Dependencies } from '../context.ts'
import { requireFound } from '../errors/app-error.ts'

type Parts = Pick<Dependencies, 'database' | 'engine'> & { scope: Scope }

/** Removes a session and stops what it is answering. Its windows and messages stay, for it can be restored. */
export async function removeSession({ database, engine, scope }: Parts, id: string): Promise<{ id: string }> {
  requireFound(await markRemoved(database, scope, id), 'this session')
  await engine.stop(engine.listRunning(id))
  return { id }
}
