import { and, asc, eq } from 'drizzle-orm'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import { newId } from '../../new-id.ts'
import type { AppendAttemptResult, AppendAttemptValues, TargetWindow } from '../../records/message.ts'
import type { Scope } from '../../records/scope.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { messages } from '../../schema/messages.ts'
import { databaseNow } from '../database-now.ts'
import { lockSession } from '../sessions/lock-session.ts'
import { findMessage } from './find-message.ts'
import { listTargetWindows } from './list-target-windows.ts'
import { toAnswerRow } from './message-rows.ts'

/**
 * Adds a pending attempt to the user message that this answer answers; the earlier attempts become `superseded`. Nothing is
 * written while the window has an answer in flight, or where `mayUse` refuses its model and no other is given. Null where the user has no such
 * answer. Run again after a lost connection, it knows its own attempt by the id.
 */
export function appendAttempt(
  db: Database,
  scope: Scope,
  values: AppendAttemptValues,
): Promise<AppendAttemptResult | null> {
  const id = newId()
  return transact(
    db,
    async (tx) => {
      const answer = await findMessage(tx, scope, values.messageId)
      if (!answer?.replyToId || answer.archivedBy !== null) return null
      const session = await lockSession(tx, scope, answer.sessionId)
      if (!session) return null
      const windows = await listTargetWindows(tx, scope, session.id)
      const window = windows.find((candidate) => candidate.id === answer.windowId)
      if (!window) return null
      const answered = { ...answer, replyToId: answer.replyToId }
      if (window.runningMessageId === id) return describeAttempt(tx, id, answered)
      const { owner, purpose } = values
      const place = { id, window, owner, purpose, model: values.model ?? window.model }
      return refuse(session.id, window, values) ?? append(tx, answered, place)
    },
    { isRepeatable: true },
  )
}

function refuse(
  sessionId: string,
  window: TargetWindow,
  values: AppendAttemptValues,
): AppendAttemptResult | null {
  const { id: windowId, runningMessageId } = window
  if (runningMessageId !== null) return { outcome: 'busy', sessionId, windowId, runningMessageId }
  if (!values.model && !values.mayUse(window.model)) return { outcome: 'modelUnavailable', sessionId, window }
  return null
}

interface AnsweredMessage {
  sessionId: string
  windowId: string
  replyToId: string
  broadcastGroupId: string | null
}

interface AttemptPlace {
  id: string
  window: TargetWindow
  owner: string
  purpose: AppendAttemptValues['purpose']
  model: Pick<TargetWindow['model'], 'id' | 'name'>
}

async function append(
  tx: Database,
  answer: AnsweredMessage,
  { id, window, owner, purpose, model }: AttemptPlace,
): Promise<AppendAttemptResult> {
  const { sessionId, replyToId, broadcastGroupId } = answer
  const earlier = await listAttempts(tx, replyToId)
  const now = new Date()
  await tx
    .update(messages)
    .set({ superseded: true, updatedAt: databaseNow })
    .where(and(eq(messages.replyToId, replyToId), eq(messages.superseded, false)))
  const attempt = (earlier.at(-1)?.attempt ?? 0) + 1
  const place = { sessionId, windowId: window.id, seq: window.nextSeq, broadcastGroupId }
  const row = toAnswerRow({ ...place, replyToId, attempt, model, owner, purpose }, now)
  await tx.insert(messages).values({ ...row, id })
  await tx.update(chatSessions).set({ updatedAt: now }).where(eq(chatSessions.id, sessionId))
  return toAppended(answer, id, earlier)
}

/** What an earlier run of this has committed. */
async function describeAttempt(
  tx: Database,
  id: string,
  answer: AnsweredMessage,
): Promise<AppendAttemptResult> {
  const attempts = await listAttempts(tx, answer.replyToId)
  return toAppended(
    answer,
    id,
    attempts.filter((attempt) => attempt.id !== id),
  )
}

function listAttempts(tx: Database, replyToId: string) {
  return tx
    .select({ id: messages.id, attempt: messages.attempt })
    .from(messages)
    .where(eq(messages.replyToId, replyToId))
    .orderBy(asc(messages.attempt))
}

function toAppended(
  { sessionId, windowId }: AnsweredMessage,
  assistantMessageId: string,
  earlier: { id: string }[],
): AppendAttemptResult {
  const supersededIds = earlier.slice(-1).map((attempt) => attempt.id)
  return { outcome: 'appended', sessionId, windowId, assistantMessageId, supersededIds }
}
