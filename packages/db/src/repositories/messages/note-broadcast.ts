import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { countRows } from '../count-rows.ts'

/**
 * Notes on the session that an input went out, and the title, unless it has one. Apart from the send itself, since answers
 * need not wait for it. False where the session was removed meanwhile.
 */
export async function noteBroadcast(db: Database, sessionId: string, title: string): Promise<boolean> {
  const result = await db
    .update(chatSessions)
    .set({
      initialBroadcastDone: true,
      title: sql`IF(${chatSessions.title} = '', ${title}, ${chatSessions.title})`,
      updatedAt: new Date(),
    })
    .where(and(eq(chatSessions.id, sessionId), isNull(chatSessions.removedAt)))
  return countRows(result) > 0
}
