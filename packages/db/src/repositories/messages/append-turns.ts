import { insertRows } from '../../connection/insert-rows.ts'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import { translated } from '../../errors/translated.ts'
import { newId } from '../../new-id.ts'
import type { AppendedTurns, AppendTurnsValues } from '../../records/message.ts'
import { messages } from '../../schema/messages.ts'
import { splitBySize } from '../split-by-size.ts'
import { toAnswerRow, toMessageRecord, toUserRow } from './message-rows.ts'

/**
 * Writes the user message and its pending answer into every window given, in one statement, which is a transaction of its
 * own, unless the text is huge. Refused by a unique key, as a whole, where the client message was sent before or a window
 * has got another message since.
 */
export async function appendTurns(db: Database, values: AppendTurnsValues): Promise<AppendedTurns> {
  const moment = { broadcastGroupId: values.broadcastGroupId ?? newId(), now: new Date() }
  const pairs = values.windows.map((window, index) => toPair(values, { window, index }, moment))
  await translated(insertAll(db, pairs))
  return {
    result: {
      broadcastGroupId: moment.broadcastGroupId,
      turns: pairs.map(({ user, answer }) => ({
        windowId: user.windowId,
        userMessageId: user.id,
        assistantMessageId: answer.id,
      })),
    },
    turns: pairs.map(({ user, answer }) => ({
      input: toMessageRecord(user),
      answer: toMessageRecord(answer),
    })),
  }
}

async function insertAll(db: Database, pairs: ReturnType<typeof toPair>[]): Promise<void> {
  const rows = pairs.flatMap(({ user, answer }) => [user, answer])
  const parts = splitBySize(rows, (row) => row.content.length)
  if (parts.length === 1) return insertRows(db, messages, rows)
  await transact(db, async (tx) => {
    for (const part of parts) await insertRows(tx, messages, part)
  })
}

function toPair(
  values: AppendTurnsValues,
  { window, index }: { window: AppendTurnsValues['windows'][number]; index: number },
  { broadcastGroupId, now }: { broadcastGroupId: string; now: Date },
) {
  const { sessionId, content, attachments, clientMessageId, requestHash, owner, purpose } = values
  const place = { sessionId, windowId: window.id, broadcastGroupId }
  const sendKey = index === 0 ? clientMessageId : null
  const user = toUserRow(
    { ...place, seq: window.nextSeq, content, attachments, clientMessageId, sendKey, requestHash },
    now,
  )
  const answer = toAnswerRow(
    {
      ...place,
      seq: window.nextSeq + 1,
      replyToId: user.id,
      attempt: 1,
      model: window.model,
      owner,
      purpose,
    },
    now,
  )
  return { user, answer }
}
