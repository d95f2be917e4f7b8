import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { HistoryRow } from '../../records/message.ts'
import { messages } from '../../schema/messages.ts'

/** Both ends of a range of how many inputs a history has. */
export interface InputRange {
  least: number
  most: number
}

const inputs = sql<number>`SUM(${messages.role} = 'user')`

/**
 * Of these windows the whole histories that have so many inputs, oldest first, whatever was archived left out. Others are
 * counted alone, so that no text of theirs is read.
 */
export async function listHistoriesByInputs(
  db: Database,
  windowIds: string[],
  { least, most }: InputRange,
): Promise<Map<string, HistoryRow[]>> {
  if (windowIds.length === 0) return new Map()
  const counted = await db
    .select({ windowId: messages.windowId, count: inputs.mapWith(Number) })
    .from(messages)
    .where(and(inArray(messages.windowId, windowIds), isNull(messages.archivedBy)))
    .groupBy(messages.windowId)
  const counts = new Map(counted.map(({ windowId, count }) => [windowId, count]))
  const histories = new Map<string, HistoryRow[]>()
  for (const windowId of windowIds) {
    const count = counts.get(windowId) ?? 0
    if (count < least || count > most) continue
    histories.set(windowId, count === 0 ? [] : await listHistory(db, windowId))
  }
  return histories
}

async function listHistory(db: Database, windowId: string): Promise<HistoryRow[]> {
  const rows = await db
    .select({
      id: messages.id,
      seq: messages.seq,
      role: messages.role,
      content: messages.content,
      attachments: messages.attachments,
      status: messages.status,
      replyToId: messages.replyToId,
      attempt: messages.attempt,
    })
    .from(messages)
    .where(and(eq(messages.windowId, windowId), isNull(messages.archivedBy)))
    .orderBy(asc(messages.seq))
  return rows.map(({ attachments, ...row }) => ({ ...row, ...(attachments && { attachments }) }))
}
