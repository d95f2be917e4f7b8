import { asc, count, eq, min } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { Scope } from '../../records/scope.ts'
import type { TagCountRecord } from '../../records/session.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { sessionTags } from '../../schema/session-tags.ts'
import { sessionInScope } from '../in-scope.ts'

/** All tags of the user's sessions, with how many sessions have each. */
export async function listTags(db: Database, scope: Scope): Promise<TagCountRecord[]> {
  const rows = await db
    .select({ tag: min(sessionTags.tag), sessionCount: count() })
    .from(chatSessions)
    .innerJoin(sessionTags, eq(sessionTags.sessionId, chatSessions.id))
    .where(sessionInScope(scope))
    .groupBy(sessionTags.tagKey)
    .orderBy(asc(sessionTags.tagKey))
  return rows.map(({ tag, sessionCount }) => ({ tag: tag ?? '', sessionCount }))
}
