import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { MessageRecord } from '../../records/message.ts'
import type { Scope } from '../../records/scope.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { messages } from '../../schema/messages.ts'
import { sessionInScope } from '../in-scope.ts'
import { messageColumns, toMessage } from './message-columns.ts'

export async function findMessage(db: Database, scope: Scope, id: string): Promise<MessageRecord | null> {
  const [row] = await db
    .select(messageColumns)
    .from(messages)
    .innerJoin(chatWindows, eq(chatWindows.id, messages.windowId))
    .innerJoin(chatSessions, eq(chatSessions.id, chatWindows.sessionId))
    .where(and(eq(messages.id, id), isNull(chatWindows.removedAt), sessionInScope(scope)))
  return row ? toMessage(row) : null
}

/** Whether all of these are messages of the session, whoever's that is. */
export async function areMessagesOf(db: Database, sessionId: string, ids: string[]): Promise<boolean> {
  const wanted = new Set(ids)
  if (wanted.size === 0) return true
  const rows = await db
    .select({ id: messages.id })
    .from(messages)
    .where(and(inArray(messages.id, [...wanted]), eq(messages.sessionId, sessionId)))
  return rows.length === wanted.size
}

/** Those of the messages that there are, whoever's, in any order: for the engine, which acts on ids that were checked before. */
export async function findMessagesUnscoped(db: Database, ids: string[]): Promise<MessageRecord[]> {
  if (ids.length === 0) return []
  const rows = await db.select(messageColumns).from(messages).where(inArray(messages.id, ids))
  return rows.map(toMessage)
}

export async function findMessageUnscoped(db: Database, id: string): Promise<MessageRecord | null> {
  const [message] = await findMessagesUnscoped(db, [id])
  return message ?? null
}
