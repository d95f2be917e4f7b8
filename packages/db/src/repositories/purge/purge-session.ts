import { eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { votes } from '../../schema/votes.ts'
import { deleteAll } from './delete-all.ts'
import { purgeWindows } from './purge-windows.ts'

/** Removes a session for good. Ended halfway it is gone on with the next time; false while it is answering. */
export async function purgeSession(db: Database, id: string): Promise<boolean> {
  const windows = await db
    .select({ id: chatWindows.id })
    .from(chatWindows)
    .where(eq(chatWindows.sessionId, id))
  const isPurged = await purgeWindows(
    db,
    windows.map((window) => window.id),
  )
  if (!isPurged) return false
  await deleteAll(db, { table: votes, id: votes.id, where: eq(votes.sessionId, id) })
  await db.delete(chatSessions).where(eq(chatSessions.id, id))
  return true
}
