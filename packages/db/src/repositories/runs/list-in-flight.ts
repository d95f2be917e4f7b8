import { and, eq, isNotNull } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { MessageRecord } from '../../records/message.ts'
import { messages } from '../../schema/messages.ts'
import { messageColumns, toMessage } from '../messages/message-columns.ts'

/** The session's answers in flight, in any order, with their text as of the last checkpoint. */
export async function listInFlight(db: Database, sessionId: string): Promise<MessageRecord[]> {
  const rows = await db
    .select(messageColumns)
    .from(messages, { forceIndex: 'messages_session_in_flight' })
    .where(and(eq(messages.sessionId, sessionId), isNotNull(messages.leaseOwner)))
  return rows.map(toMessage)
}
