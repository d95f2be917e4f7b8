import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { alias } from 'drizzle-orm/mysql-core'
import type { Database } from '../../database.ts'
import type { Scope } from '../../records/scope.ts'
import type { MergeSource } from '../../records/vote.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { messages } from '../../schema/messages.ts'
import { sessionInScope } from '../in-scope.ts'

const inputs = alias(messages, 'inputs')

/** Those of the messages that are answers in windows of the user's session, in the windows' order. */
export function listMergeSources(
  db: Database,
  scope: Scope,
  { sessionId, messageIds }: { sessionId: string; messageIds: string[] },
): Promise<MergeSource[]> {
  return db
    .select({
      messageId: messages.id,
      windowId: messages.windowId,
      windowName: chatWindows.name,
      status: messages.status,
      question: inputs.content,
      attachments: inputs.attachments,
      content: messages.content,
    })
    .from(messages)
    .innerJoin(inputs, eq(inputs.id, messages.replyToId))
    .innerJoin(chatWindows, eq(chatWindows.id, messages.windowId))
    .innerJoin(chatSessions, eq(chatSessions.id, messages.sessionId))
    .where(
      and(
        inArray(messages.id, messageIds),
        eq(messages.sessionId, sessionId),
        isNull(messages.archivedBy),
        isNull(chatWindows.removedAt),
        sessionInScope(scope),
      ),
    )
    .orderBy(asc(chatWindows.position), asc(chatWindows.id), asc(messages.seq))
}
