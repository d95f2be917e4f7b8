import { lt } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { rewinds } from '../../schema/rewinds.ts'
import { purgeRewind } from './purge-rewind.ts'
import { purgeSession } from './purge-session.ts'
import { purgeWindows } from './purge-windows.ts'

const AT_A_TIME = 50

/** Removes for good the sessions and windows that were deleted before then. */
export async function purgeDeleted(db: Database, before: Date): Promise<void> {
  await purgeEach(
    () =>
      db
        .select({ id: chatSessions.id })
        .from(chatSessions)
        .where(lt(chatSessions.removedAt, before))
        .limit(AT_A_TIME),
    ({ id }) => purgeSession(db, id),
  )
  await purgeEach(
    () =>
      db
        .select({ id: chatWindows.id })
        .from(chatWindows)
        .where(lt(chatWindows.removedAt, before))
        .limit(AT_A_TIME),
    ({ id }) => purgeWindows(db, [id]),
  )
}

/** Removes for good what was taken out of histories before then. */
export async function purgeRewound(db: Database, before: Date): Promise<void> {
  await purgeEach(
    () =>
      db
        .select({ id: rewinds.id, windowId: rewinds.windowId })
        .from(rewinds)
        .where(lt(rewinds.createdAt, before))
        .limit(AT_A_TIME),
    async (rewind) => {
      await purgeRewind(db, rewind)
      return true
    },
  )
}

/** Until none is left but those that are in use, which come first from then on: they are tried again another time. */
async function purgeEach<Row>(
  read: () => Promise<Row[]>,
  purge: (row: Row) => Promise<boolean>,
): Promise<void> {
  for (;;) {
    const rows = await read()
    let purged = 0
    for (const row of rows) if (await purge(row)) purged++
    if (purged === 0 || rows.length < AT_A_TIME) return
  }
}
