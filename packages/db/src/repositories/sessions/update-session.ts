import { and, eq, sql } from 'drizzle-orm'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import type { Scope } from '../../records/scope.ts'
import type { SessionPatch } from '../../records/session.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { sessionTags } from '../../schema/session-tags.ts'
import { countRows } from '../count-rows.ts'
import { sessionInScope } from '../in-scope.ts'
import { toTagKey } from './tag-key.ts'

export interface UpdateSessionValues extends SessionPatch {
  id: string
}

/**
 * Changes what the patch holds; an absent field stays. Its place in the list moves with what is said in it alone, and not
 * with where it is put. False where the user has no such session.
 */
export function updateSession(db: Database, scope: Scope, values: UpdateSessionValues): Promise<boolean> {
  const { id, title, systemMessage, pinned, archived, tags } = values
  const isChanged = title !== undefined || systemMessage !== undefined
  const row = {
    ...{ title, systemMessage, pinned, archived },
    titleTyped: title === undefined ? undefined : true,
    updatedAt: isChanged ? new Date() : sql`${chatSessions.updatedAt}`,
  }
  return transact(db, async (tx) => {
    const own = and(eq(chatSessions.id, id), sessionInScope(scope))
    const result = await tx.update(chatSessions).set(row).where(own)
    if (countRows(result) === 0) return false
    if (tags) await replaceTags(tx, id, tags)
    return true
  })
}

/** Of tags that differ in case alone the first is kept. */
async function replaceTags(tx: Database, sessionId: string, tags: string[]): Promise<void> {
  await tx.delete(sessionTags).where(eq(sessionTags.sessionId, sessionId))
  const byKey = new Map([...tags].reverse().map((tag) => [toTagKey(tag), tag]))
  const rows = [...byKey].map(([tagKey, tag]) => ({ sessionId, tagKey, tag }))
  if (rows.length > 0) await tx.insert(sessionTags).values(rows)
}
