import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { Scope } from '../../records/scope.ts'
import type { BroadcastRecord } from '../../records/vote.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { messages } from '../../schema/messages.ts'
import { sessionInScope } from '../in-scope.ts'
import { messageColumns, toMessage } from './message-columns.ts'

/**
 * What one input became in all windows of the user's session that are there still: the inputs, and the latest attempt at
 * an answer in each, in the windows' order. Null where the user has no such broadcast.
 */
export async function findBroadcast(
  db: Database,
  scope: Scope,
  broadcastGroupId: string,
): Promise<BroadcastRecord | null> {
  const rows = await db
    .select(messageColumns)
    .from(messages)
    .innerJoin(chatWindows, eq(chatWindows.id, messages.windowId))
    .innerJoin(chatSessions, eq(chatSessions.id, messages.sessionId))
    .where(
      and(
        eq(messages.broadcastGroupId, broadcastGroupId),
        eq(messages.superseded, false),
        isNull(messages.archivedBy),
        isNull(chatWindows.removedAt),
        sessionInScope(scope),
      ),
    )
    .orderBy(asc(chatWindows.position), asc(chatWindows.id), asc(messages.seq))
  const [first] = rows
  if (!first) return null
  const found = rows.map(toMessage)
  return {
    sessionId: first.sessionId,
    broadcastGroupId,
    inputs: found.filter(({ role }) => role === 'user'),
    answers: found.filter(({ role }) => role === 'assistant'),
  }
}
