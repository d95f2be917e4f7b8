import { inArray, sql, type SQL } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { calls } from '../../schema/calls.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { messages } from '../../schema/messages.ts'
import { deleteAll } from './delete-all.ts'

/** What still belongs to a session that hides its models goes on hiding it. */
const sessionWhereBlind = sql<string>`CASE WHEN EXISTS (SELECT 1 FROM ${chatSessions} WHERE ${chatSessions.id} = ${calls.sessionId} AND ${chatSessions.blind}) THEN ${calls.sessionId} END`

/** Deletes messages for good. Their calls stay in the log and lead nowhere any more. */
export function deleteMessages(db: Database, where: SQL | undefined): Promise<number> {
  return deleteAll(db, {
    table: messages,
    id: messages.id,
    where,
    before: async (ids) =>
      void (await db
        .update(calls)
        .set({ sessionId: sessionWhereBlind, messageId: null })
        .where(inArray(calls.messageId, ids))),
  })
}
