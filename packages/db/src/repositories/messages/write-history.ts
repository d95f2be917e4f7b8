import { insertRows } from '../../connection/insert-rows.ts'
import type { Database } from '../../database.ts'
import { newId } from '../../new-id.ts'
import type { AttachmentRecord } from '../../records/file.ts'
import { messages } from '../../schema/messages.ts'
import { databaseNow } from '../database-now.ts'
import { splitBySize } from '../split-by-size.ts'

/** What was said, without what it took: that was paid elsewhere. */
export interface HistoryMessage {
  role: 'user' | 'assistant'
  content: string
  attachments?: AttachmentRecord[] | undefined
}

/** Writes a history into new windows of a session, into each the same. An answer stands behind the input that it answers. */
export async function writeHistory(
  tx: Database,
  { sessionId, windowIds, history }: { sessionId: string; windowIds: string[]; history: HistoryMessage[] },
): Promise<void> {
  const rows = windowIds.flatMap((windowId) => toRows({ sessionId, windowId }, history))
  for (const part of splitBySize(rows, (row) => row.content.length)) await insertRows(tx, messages, part)
}

function toRows(place: { sessionId: string; windowId: string }, history: HistoryMessage[]) {
  const now = new Date()
  let replyToId: string | null = null
  return history.map(({ role, content, attachments }, index) => {
    const row = {
      ...{ ...place, id: newId(), seq: index + 1, role, content, attachments, reasoning: '' },
      ...{ status: 'done' as const, usageEstimated: false, attempt: 1, superseded: false, leaseFence: 0 },
      ...{ replyToId: role === 'assistant' ? replyToId : null, createdAt: now, updatedAt: databaseNow },
    }
    replyToId = role === 'user' ? row.id : null
    return row
  })
}
