import { and, eq, inArray, isNotNull, or } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { catchUps } from '../../schema/catch-ups.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { messages } from '../../schema/messages.ts'
import { rewinds } from '../../schema/rewinds.ts'
import { deleteAll } from './delete-all.ts'
import { deleteMessages } from './delete-messages.ts'

/** Removes windows for good, with all that was said in them. False, and nothing removed, while one of them is answering. */
export async function purgeWindows(db: Database, windowIds: string[]): Promise<boolean> {
  if (windowIds.length === 0) return true
  const [answering] = await db
    .select({ id: messages.id })
    .from(messages)
    .where(and(isNotNull(messages.leaseOwner), inArray(messages.windowId, windowIds)))
    .limit(1)
  if (answering) return false
  await db
    .delete(catchUps)
    .where(or(inArray(catchUps.windowId, windowIds), inArray(catchUps.fromWindowId, windowIds)))
  for (const windowId of windowIds) {
    await deleteMessages(db, eq(messages.windowId, windowId))
    await deleteAll(db, { table: rewinds, id: rewinds.id, where: eq(rewinds.windowId, windowId) })
  }
  await db.delete(chatWindows).where(inArray(chatWindows.id, windowIds))
  return true
}
