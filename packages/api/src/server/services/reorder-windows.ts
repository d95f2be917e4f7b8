import { hasSession, reorderWindows as saveOrder, type Scope } from '@chatmore/db'
import type { Session } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { notFound, requireFound } from '../errors/app-error.ts'
import { publishSession } from './publish-session.ts'

type Parts = Pick<Dependencies, 'database' | 'engine'> & { scope: Scope }

export async function reorderWindows(
  parts: Parts,
  input: { sessionId: string; windowIds: string[] },
): Promise<Session> {
  requireFound(await hasSession(parts.database, parts.scope, input.sessionId), 'this session')
  if (!(await saveOrder(parts.database, parts.scope, input))) {
    throw notFound('a window of windowIds')
  }
  return publishSession(parts, input.sessionId)
}
