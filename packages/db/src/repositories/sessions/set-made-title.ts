import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { countRows } from '../count-rows.ts'

/** Gives a session a title that a model made, unless a person has typed one. False where it stays as it is. */
export async function setMadeTitle(db: Database, sessionId: string, title: string): Promise<boolean> {
  const result = await db
    .update(chatSessions)
    .set({ title })
    .where(
      and(eq(chatSessions.id, sessionId), eq(chatSessions.titleTyped, false), isNull(chatSessions.removedAt)),
    )
  return countRows(result) > 0
}
