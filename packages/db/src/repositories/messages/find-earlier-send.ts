import { and, eq } from 'drizzle-orm'
import { alias } from 'drizzle-orm/mysql-core'
import type { Database } from '../../database.ts'
import type { TurnRecord } from '../../records/message.ts'
import type { Scope } from '../../records/scope.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { messages } from '../../schema/messages.ts'
import { sessionInScope } from '../in-scope.ts'

const answers = alias(messages, 'answers')

export interface EarlierSend {
  requestHash: string
  /** Of its first window. */
  turn: TurnRecord
}

/** What this client message led to in the user's session, or null. */
export async function findEarlierSend(
  db: Database,
  scope: Scope,
  { sessionId, clientMessageId }: { sessionId: string; clientMessageId: string },
): Promise<EarlierSend | null> {
  const [row] = await db
    .select({
      requestHash: messages.requestHash,
      windowId: messages.windowId,
      userMessageId: messages.id,
      assistantMessageId: answers.id,
    })
    .from(messages)
    .innerJoin(answers, and(eq(answers.replyToId, messages.id), eq(answers.attempt, 1)))
    .innerJoin(chatSessions, eq(chatSessions.id, messages.sessionId))
    .where(
      and(eq(messages.sessionId, sessionId), eq(messages.sendKey, clientMessageId), sessionInScope(scope)),
    )
  if (!row) return null
  const { requestHash, ...turn } = row
  return { requestHash: requestHash ?? '', turn }
}
