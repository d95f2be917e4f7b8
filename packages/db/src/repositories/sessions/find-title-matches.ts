import { and, inArray } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { holds } from './holds.ts'

/** Which of the sessions have the words in their title. */
export async function findTitleMatches(
  db: Database,
  sessionIds: string[],
  search: string,
): Promise<Set<string>> {
  if (sessionIds.length === 0) return new Set()
  const rows = await db
    .select({ id: chatSessions.id })
    .from(chatSessions)
    .where(and(inArray(chatSessions.id, sessionIds), holds(chatSessions.title, search)))
  return new Set(rows.map((row) => row.id))
}
