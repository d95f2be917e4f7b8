import { findMessage, findSession, type Scope } from '@chatmore/db'
import type { MessageStopInput } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { notFound, requireFound } from '../errors/app-error.ts'

type Parts = Pick<Dependencies, 'database' | 'engine'> & { scope: Scope }

/** Stops the named answers, or all of the session's. What has ended already is left as it is. */
export async function stopAnswers(parts: Parts, input: MessageStopInput): Promise<{ stopped: number }> {
  const { database, engine, scope } = parts
  requireFound(await findSession(database, scope, input.sessionId), 'this session')
  const running = engine.listRunning(input.sessionId)
  const named = input.messageIds ?? running
  await requireMessages(
    parts,
    input.sessionId,
    named.filter((id) => !running.includes(id)),
  )
  return { stopped: await engine.stop(named.filter((id) => running.includes(id))) }
}

async function requireMessages({ database, scope }: Parts, sessionId: string, ids: string[]): Promise<void> {
  for (const id of ids) {
    const message = await findMessage(database, scope, id)
    if (message?.sessionId !== sessionId) throw notFound('a message of messageIds')
  }
}
