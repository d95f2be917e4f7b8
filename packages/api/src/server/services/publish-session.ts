import { findSession, type Scope } from '@chatmore/db'
import type { Session } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { requireFound } from '../errors/app-error.ts'

type Parts = Pick<Dependencies, 'database' | 'engine'> & { scope: Scope }

/** Reads a session that has just changed and tells those who watch it. */
export async function publishSession(
  { database, engine, scope }: Parts,
  sessionId: string,
): Promise<Session> {
  const session = requireFound(await findSession(database, scope, sessionId), 'this session')
  await engine.announceSession(sessionId)
  return session
}
