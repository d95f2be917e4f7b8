import { and, asc, eq, isNotNull, isNull, min, sql, type SQL } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { TargetWindow } from '../../records/message.ts'
import type { Scope } from '../../records/scope.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { messages } from '../../schema/messages.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { stateColumns, toTargetModel } from '../models/list-model-states.ts'

/** The session's windows as a send sees them. Call it with the session locked: then nothing of it changes until the commit. */
export async function listTargetWindows(
  tx: Database,
  scope: Scope,
  sessionId: string,
): Promise<TargetWindow[]> {
  const running = runningByWindow(tx, sessionId)
  const rows = await tx
    .select({
      id: chatWindows.id,
      name: chatWindows.name,
      useGlobalInput: chatWindows.useGlobalInput,
      model: stateColumns(scope),
      runningMessageId: running.messageId,
      nextSeq: nextSeq(tx),
    })
    .from(chatWindows)
    .innerJoin(modelConfigs, eq(modelConfigs.id, chatWindows.modelId))
    .leftJoin(running, eq(running.windowId, chatWindows.id))
    .where(and(eq(chatWindows.sessionId, sessionId), isNull(chatWindows.removedAt)))
    .orderBy(asc(chatWindows.position), asc(chatWindows.id))
  return rows.map(({ model, ...window }) => ({ ...window, model: toTargetModel(model) }))
}

/** Apart from the windows, so that the few answers in flight are found by their index, and not among all of a window's messages. */
function runningByWindow(tx: Database, sessionId: string) {
  return tx
    .select({ windowId: messages.windowId, messageId: min(messages.id).as('message_id') })
    .from(messages, { forceIndex: 'messages_session_in_flight' })
    .where(and(eq(messages.sessionId, sessionId), isNotNull(messages.leaseOwner)))
    .groupBy(messages.windowId)
    .as('running')
}

function nextSeq(tx: Database): SQL<number> {
  const last = tx
    .select({ next: sql`COALESCE(MAX(${messages.seq}), 0) + 1` })
    .from(messages)
    .where(eq(messages.windowId, chatWindows.id))
  return sql`(${last})`.mapWith(Number)
}
