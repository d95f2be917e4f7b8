import { areMessagesOf, hasSession, type Scope } from '@chatmore/db'
import type { MessageStopInput } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { requireFound } from '../errors/app-error.ts'
import { stopInFlight } from './stop-in-flight.ts'

type Parts = Pick<Dependencies, 'database' | 'engine'> & { scope: Scope }

/** Stops the named answers, or all of the session's. What has ended already is left as it is. */
export async function stopAnswers(parts: Parts, input: MessageStopInput): Promise<{ stopped: number }> {
  const { sessionId, messageIds } = input
  requireFound(await hasSession(parts.database, parts.scope, sessionId), 'this session')
  if (messageIds) {
    requireFound(await areMessagesOf(parts.database, sessionId, messageIds), 'a message of messageIds')
  }
  const isMeant = ({ id }: { id: string }) => messageIds?.includes(id) ?? true
  return { stopped: await stopInFlight(parts, sessionId, isMeant) }
}
