import { listInFlight, type MessageRecord } from '@chatmore/db'
import type { Dependencies } from '../context.ts'

type Parts = Pick<Dependencies, 'database' | 'engine'>

/** Stops those of a session's answers in flight that are meant, by the rows: one may be committed and not running yet. */
export async function stopInFlight(
  { database, engine }: Parts,
  sessionId: string,
  isMeant: (message: MessageRecord) => boolean,
): Promise<number> {
  const inFlight = await listInFlight(database, sessionId)
  return engine.stop(inFlight.filter(isMeant).map((message) => message.id))
}
