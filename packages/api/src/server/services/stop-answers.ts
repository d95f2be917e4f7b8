import { findMessage, findSession, type Scope } from '@chatmore/db'
import type { MessageStopInput } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { notFound, requireFound } from '../errors/app-error.ts'
import { stopInFlight } from './stop-in-flight.ts'

type Parts = Pick<Dependencies, 'database' | 'engine'> & { scope: Scope }

/** Stops the named answers, or all of the session's. What has ended already is left as it is. */
export async function stopAnswers(parts: Parts, input: MessageStopInput): Promise<{ stopped: number }> {
  const { sessionId, messageIds } = input
  requireFound(await findSession(parts.database, parts.scope, sessionId), 'this session')
  if (messageIds) await requireMessages(parts, sessionId, messageIds)
  const isMeant = ({ id }: { id: string }) => messageIds?.includes(id) ?? true
  return { stopped: await stopInFlight(parts, sessionId, isMeant) }
}

async function requireMessages(
  { database, engine, scope }: Parts,
  sessionId: string,
  ids: string[],
): Promise<void> {
  const running = new Set(engine.listRunning(sessionId))
  for (const id of ids.filter((each) => !running.has(each))) {
    const message = await findMessage(database, scope, id)
    if (message?.sessionId !== sessionId) throw notFound('a message of messageIds')
  }
}
