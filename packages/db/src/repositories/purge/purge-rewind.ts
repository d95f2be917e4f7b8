import { and, eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { messages } from '../../schema/messages.ts'
import { rewinds } from '../../schema/rewinds.ts'
import { deleteMessages } from './delete-messages.ts'

/**
 * Removes for good what a rewind took out of a window's history. What took the place after it, a mark or another input, stays:
 * the next message counts on from there, and no two have ever had the same place.
 */
export async function purgeRewind(
  db: Database,
  { id, windowId }: { id: string; windowId: string },
): Promise<void> {
  await deleteMessages(db, and(eq(messages.windowId, windowId), eq(messages.archivedBy, id)))
  await db.delete(rewinds).where(eq(rewinds.id, id))
}
