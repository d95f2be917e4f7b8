import { and, desc, eq, isNull, or, sql } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { RewindRecord } from '../../records/rewind.ts'
import type { Scope } from '../../records/scope.ts'
import { messages } from '../../schema/messages.ts'
import { rewinds } from '../../schema/rewinds.ts'
import { windowInScope } from '../in-scope.ts'
import { findWindow } from '../windows/find-window.ts'

const MOST = 100

/** What can be brought back into a window's history, newest first, at most 100. Null where the user has no such window. */
export async function listRewinds(
  db: Database,
  scope: Scope,
  windowId: string,
): Promise<RewindRecord[] | null> {
  const hasPlace = sql`EXISTS (SELECT 1 FROM ${messages} AS place WHERE place.window_id = ${rewinds.windowId}
    AND place.seq = ${rewinds.afterSeq} AND place.archived_by IS NULL)`
  const rows = await db
    .select({
      id: rewinds.id,
      windowId: rewinds.windowId,
      afterSeq: rewinds.afterSeq,
      messageCount: rewinds.messageCount,
      preview: rewinds.preview,
      createdAt: rewinds.createdAt,
    })
    .from(rewinds)
    .where(
      and(
        eq(rewinds.windowId, windowId),
        isNull(rewinds.undoneAt),
        or(eq(rewinds.afterSeq, 0), hasPlace),
        windowInScope(scope, windowId),
      ),
    )
    .orderBy(desc(rewinds.id))
    .limit(MOST)
  if (rows.length === 0 && !(await findWindow(db, scope, windowId))) return null
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }))
}
