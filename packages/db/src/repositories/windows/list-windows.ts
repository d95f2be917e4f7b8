import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { ChatWindowRecord } from '../../records/session.ts'
import { catchUps } from '../../schema/catch-ups.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { toWindow, windowColumns } from './window-columns.ts'

/** The session's windows in their order, without the removed ones. */
export async function listWindows(db: Database, sessionId: string): Promise<ChatWindowRecord[]> {
  const rows = await db
    .select(windowColumns)
    .from(chatWindows)
    .innerJoin(modelConfigs, eq(modelConfigs.id, chatWindows.modelId))
    .leftJoin(catchUps, eq(catchUps.windowId, chatWindows.id))
    .where(and(eq(chatWindows.sessionId, sessionId), isNull(chatWindows.removedAt)))
    .orderBy(asc(chatWindows.position), asc(chatWindows.id))
  return rows.map(toWindow)
}
