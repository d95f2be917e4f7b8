import { inArray, type SQL } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { calls } from '../../schema/calls.ts'
import { messages } from '../../schema/messages.ts'
import { deleteAll } from './delete-all.ts'

/** Deletes messages for good. Their calls stay in the log and lead nowhere any more. */
export function deleteMessages(db: Database, where: SQL | undefined): Promise<number> {
  return deleteAll(db, {
    table: messages,
    id: messages.id,
    where,
    before: async (ids) =>
      void (await db
        .update(calls)
        .set({ sessionId: null, messageId: null })
        .where(inArray(calls.messageId, ids))),
  })
}
