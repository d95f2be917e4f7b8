import { eq } from 'drizzle-orm'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import { newId } from '../../new-id.ts'
import type { AppendTurnsValues, SendResultRecord } from '../../records/message.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { messages } from '../../schema/messages.ts'
import { splitBySize } from '../split-by-size.ts'
import { toAnswerRow, toUserRow } from './message-rows.ts'

/**
 * Writes the user message and its pending answer into every window given, in one statement unless the text is huge, and
 * notes on the session that its first input went out. Call it with the session locked, which keeps each `nextSeq` true.
 */
export function appendTurns(db: Database, values: AppendTurnsValues): Promise<SendResultRecord> {
  return transact(db, async (tx) => {
    const now = new Date()
    const broadcastGroupId = newId()
    const pairs = values.windows.map((window) => toPair(values, window, { broadcastGroupId, now }))
    const rows = pairs.flatMap(({ user, answer }) => [user, answer])
    for (const part of splitBySize(rows, (row) => row.content.length)) await tx.insert(messages).values(part)
    await tx
      .update(chatSessions)
      .set({ initialBroadcastDone: true, title: values.title, updatedAt: now })
      .where(eq(chatSessions.id, values.sessionId))
    return {
      broadcastGroupId,
      turns: pairs.map(({ user, answer }) => ({
        windowId: user.windowId,
        userMessageId: user.id,
        assistantMessageId: answer.id,
      })),
    }
  })
}

function toPair(
  values: AppendTurnsValues,
  window: AppendTurnsValues['windows'][number],
  { broadcastGroupId, now }: { broadcastGroupId: string; now: Date },
) {
  const { sessionId, content, clientMessageId, requestHash, owner } = values
  const place = { sessionId, windowId: window.id, broadcastGroupId }
  const user = toUserRow({ ...place, seq: window.nextSeq, content, clientMessageId, requestHash }, now)
  const answer = toAnswerRow(
    { ...place, seq: window.nextSeq + 1, replyToId: user.id, attempt: 1, model: window.model, owner },
    now,
  )
  return { user, answer }
}
