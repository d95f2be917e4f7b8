import { and, desc, eq, gte, isNull } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { messages } from '../../schema/messages.ts'

const MAX_CHANGED = 10_000

/** The ids of the session's messages created, ended or superseded since then and not archived, oldest change first, at most the latest 10,000. */
export async function listChangedSince(db: Database, sessionId: string, since: Date): Promise<string[]> {
  const rows = await db
    .select({ id: messages.id })
    .from(messages, { forceIndex: 'messages_changed' })
    .where(
      and(eq(messages.sessionId, sessionId), gte(messages.updatedAt, since), isNull(messages.archivedBy)),
    )
    .orderBy(desc(messages.updatedAt), desc(messages.id))
    .limit(MAX_CHANGED)
  return rows.map((row) => row.id).reverse()
}
