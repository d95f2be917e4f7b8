import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { AskedAnswer } from '../../records/message.ts'
import type { Scope } from '../../records/scope.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { messages } from '../../schema/messages.ts'
import { sessionInScope } from '../in-scope.ts'

/** What the model was sent for an answer of the user's. Null where they have no such answer. */
export async function findAskedAnswer(
  db: Database,
  scope: Scope,
  messageId: string,
): Promise<AskedAnswer | null> {
  const [row] = await db
    .select({
      sessionId: messages.sessionId,
      windowId: messages.windowId,
      modelId: messages.modelId,
      modelName: messages.modelName,
      asked: messages.asked,
    })
    .from(messages)
    .innerJoin(chatWindows, eq(chatWindows.id, messages.windowId))
    .innerJoin(chatSessions, eq(chatSessions.id, chatWindows.sessionId))
    .where(
      and(
        eq(messages.id, messageId),
        eq(messages.role, 'assistant'),
        isNull(chatWindows.removedAt),
        sessionInScope(scope),
      ),
    )
  return row ?? null
}

/** The messages at these places of a window, in any order. */
export async function listMessagesAt(db: Database, windowId: string, places: number[]) {
  if (places.length === 0) return []
  const { seq, role, content, attachments } = messages
  const rows = await db
    .select({ seq, role, content, attachments })
    .from(messages)
    .where(and(eq(messages.windowId, windowId), inArray(messages.seq, places)))
  return rows.map((row) => ({ ...row, attachments: row.attachments ?? undefined }))
}
