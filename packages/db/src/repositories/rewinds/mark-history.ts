import { eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { newId } from '../../new-id.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { messages } from '../../schema/messages.ts'
import { databaseNow } from '../database-now.ts'

/**
 * Takes the window's next place by a row that is archived from the start, so that nobody sees it: whoever has read the
 * history as it was, in order to send, finds the place taken and reads anew.
 */
export async function markHistory(
  tx: Database,
  place: { sessionId: string; windowId: string; seq: number },
): Promise<void> {
  const id = newId()
  await tx.insert(messages).values({
    ...place,
    id,
    archivedBy: id,
    role: 'system',
    status: 'done',
    content: '',
    reasoning: '',
    usageEstimated: false,
    attempt: 1,
    superseded: false,
    leaseFence: 0,
    createdAt: new Date(),
    updatedAt: databaseNow,
  })
  await noteHistory(tx, place.windowId, place.seq)
}

/** What came before this place is to be read anew by whoever shows it. */
export async function noteHistory(tx: Database, windowId: string, historySeq: number): Promise<void> {
  await tx.update(chatWindows).set({ historySeq, updatedAt: new Date() }).where(eq(chatWindows.id, windowId))
}
