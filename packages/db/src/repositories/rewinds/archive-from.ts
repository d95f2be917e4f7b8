import { and, asc, eq, gte, isNull, lt, max, sql } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { newId } from '../../new-id.ts'
import { messages } from '../../schema/messages.ts'
import { rewinds } from '../../schema/rewinds.ts'
import { countRows } from '../count-rows.ts'

const PREVIEW_LENGTH = 120

/**
 * Archives the window's inputs from a place on with every attempt at answering them, also one that stands behind later
 * inputs. Gives the rewind that can bring them back, or null where nothing was there. The caller's transaction must also
 * write into the window, by which a send that read the history before is refused.
 */
export async function archiveFrom(tx: Database, windowId: string, fromSeq: number): Promise<string | null> {
  const [first] = await tx
    .select({ seq: messages.seq, preview: sql<string>`LEFT(${messages.content}, ${PREVIEW_LENGTH})` })
    .from(messages)
    .where(and(isInput(windowId), gte(messages.seq, fromSeq)))
    .orderBy(asc(messages.seq))
    .limit(1)
  if (!first) return null
  const [before] = await tx
    .select({ seq: max(messages.seq) })
    .from(messages)
    .where(and(isInput(windowId), lt(messages.seq, first.seq)))
  const id = newId()
  const messageCount = await archive(tx, { id, windowId, fromSeq: first.seq })
  const preview = [...first.preview.replace(/\s+/g, ' ').trim()].slice(0, PREVIEW_LENGTH).join('')
  const place = { afterSeq: before?.seq ?? 0, fromSeq: first.seq }
  await tx.insert(rewinds).values({ id, windowId, ...place, messageCount, preview, createdAt: new Date() })
  return id
}

function isInput(windowId: string) {
  return and(eq(messages.windowId, windowId), isNull(messages.archivedBy), eq(messages.role, 'user'))
}

async function archive(
  tx: Database,
  { id, windowId, fromSeq }: { id: string; windowId: string; fromSeq: number },
): Promise<number> {
  const result = await tx.execute(sql`
    UPDATE messages AS archived LEFT JOIN messages AS input ON input.id = archived.reply_to_id
    SET archived.archived_by = ${id}
    WHERE archived.window_id = ${windowId} AND archived.archived_by IS NULL
      AND COALESCE(input.seq, archived.seq) >= ${fromSeq}`)
  return countRows(result as unknown as Parameters<typeof countRows>[0])
}
