import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { Scope } from '../../records/scope.ts'
import type { ChatWindowRecord } from '../../records/session.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { catchUps } from '../../schema/catch-ups.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { sessionInScope } from '../in-scope.ts'
import { toWindow, windowColumns } from './window-columns.ts'

export async function findWindow(db: Database, scope: Scope, id: string): Promise<ChatWindowRecord | null> {
  const [row] = await db
    .select(windowColumns)
    .from(chatWindows)
    .innerJoin(modelConfigs, eq(modelConfigs.id, chatWindows.modelId))
    .leftJoin(catchUps, eq(catchUps.windowId, chatWindows.id))
    .innerJoin(chatSessions, eq(chatSessions.id, chatWindows.sessionId))
    .where(and(eq(chatWindows.id, id), isNull(chatWindows.removedAt), sessionInScope(scope)))
  return row ? toWindow(row) : null
}
