import { and, asc, eq } from 'drizzle-orm'
import { alias } from 'drizzle-orm/mysql-core'
import type { Database } from '../../database.ts'
import type { EarlierBroadcast } from '../../records/message.ts'
import { messages } from '../../schema/messages.ts'

const answers = alias(messages, 'answers')

/**
 * What this session's send with this client message id led to, for a repeated one. With the session locked, null means that
 * it was never committed.
 */
export async function findBroadcast(
  tx: Database,
  sessionId: string,
  clientMessageId: string,
): Promise<EarlierBroadcast | null> {
  const rows = await tx
    .select({
      requestHash: messages.requestHash,
      broadcastGroupId: messages.broadcastGroupId,
      windowId: messages.windowId,
      userMessageId: messages.id,
      assistantMessageId: answers.id,
    })
    .from(messages)
    .innerJoin(answers, and(eq(answers.replyToId, messages.id), eq(answers.attempt, 1)))
    .where(and(eq(messages.sessionId, sessionId), eq(messages.clientMessageId, clientMessageId)))
    .orderBy(asc(messages.id))
  const [first] = rows
  if (!first) return null
  return {
    requestHash: first.requestHash ?? '',
    result: {
      broadcastGroupId: first.broadcastGroupId ?? '',
      turns: rows.map(({ windowId, userMessageId, assistantMessageId }) => ({
        windowId,
        userMessageId,
        assistantMessageId,
      })),
    },
  }
}
