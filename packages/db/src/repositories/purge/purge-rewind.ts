import { and, desc, eq, ne } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { messages } from '../../schema/messages.ts'
import { rewinds } from '../../schema/rewinds.ts'
import { deleteMessages } from './delete-messages.ts'

/**
 * Removes for good what a rewind took out of a window's history. The window's last message stays, without its text: the next one
 * counts on from its place, and no two messages may ever have had the same.
 */
export async function purgeRewind(
  db: Database,
  { id, windowId }: { id: string; windowId: string },
): Promise<void> {
  const [last] = await db
    .select({ id: messages.id, archivedBy: messages.archivedBy })
    .from(messages)
    .where(eq(messages.windowId, windowId))
    .orderBy(desc(messages.seq))
    .limit(1)
  const isMeant = and(eq(messages.windowId, windowId), eq(messages.archivedBy, id))
  await deleteMessages(db, and(isMeant, last && ne(messages.id, last.id)))
  if (last?.archivedBy === id) {
    await db
      .update(messages)
      .set({ content: '', reasoning: '', attachments: null, asked: null, errorMessage: null })
      .where(eq(messages.id, last.id))
  }
  await db.delete(rewinds).where(eq(rewinds.id, id))
}
