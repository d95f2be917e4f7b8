import { and, eq, getTableColumns, inArray, isNull, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/mysql-core'
import type { Database } from '../../database.ts'
import type { RunRow } from '../../records/run.ts'
import type { Scope } from '../../records/scope.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { messages } from '../../schema/messages.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { sessionInScope } from '../in-scope.ts'
import { messageColumns, toMessage, toMessageColumns } from '../messages/message-columns.ts'
import { modelFields } from '../models/model-fields.ts'
import { toModelConfigRow } from '../models/to-model-config-row.ts'
import { inFlightStatuses } from './hold-leases.ts'
import { loadHistories } from './load-histories.ts'

const inputs = alias(messages, 'inputs')

/**
 * Everything that these answers need to be run, in two statements however many they are. One that is not pending or that
 * another owner holds is left out. The model is the one that the answer was sent to, also if its window has another by now.
 */
export async function loadRunRows(db: Database, messageIds: string[], owner: string): Promise<RunRow[]> {
  if (messageIds.length === 0) return []
  return selectRunRows(
    db,
    and(inArray(messages.id, messageIds), eq(messages.leaseOwner, owner), eq(messages.status, 'pending')),
  )
}

/** Answers in flight, whoever holds them, as `loadRunRows` gives them. */
export function loadRunRowsInFlight(db: Database, messageIds: string[]): Promise<RunRow[]> {
  return selectRunRows(db, and(inArray(messages.id, messageIds), inArray(messages.status, inFlightStatuses)))
}

/** An answer of the user's, with all that it would need to be run now. Null where they have no such answer. */
export async function findRunRow(db: Database, scope: Scope, messageId: string): Promise<RunRow | null> {
  const [row] = await selectRunRows(
    db,
    and(eq(messages.id, messageId), isNull(chatWindows.removedAt), sessionInScope(scope)),
  )
  return row ?? null
}

async function selectRunRows(db: Database, condition: SQL | undefined): Promise<RunRow[]> {
  const rows = await db
    .select({
      message: messageColumns,
      input: toMessageColumns(getTableColumns(inputs)),
      lease: { owner: messages.leaseOwner, fence: messages.leaseFence },
      purpose: messages.purpose,
      session: {
        userId: chatSessions.userId,
        workspaceId: chatSessions.workspaceId,
        systemMessage: chatSessions.systemMessage,
      },
      window: { params: chatWindows.params, systemMessage: chatWindows.systemMessage },
      model: modelFields,
    })
    .from(messages)
    .innerJoin(inputs, eq(inputs.id, messages.replyToId))
    .innerJoin(chatWindows, eq(chatWindows.id, messages.windowId))
    .innerJoin(chatSessions, eq(chatSessions.id, messages.sessionId))
    .innerJoin(modelConfigs, eq(modelConfigs.id, messages.modelId))
    .where(condition)
  const histories = await loadHistories(
    db,
    rows.map(({ input, model }) => ({
      windowId: input.windowId,
      beforeSeq: input.seq,
      contextWindow: model.contextWindow,
    })),
  )
  return rows.map((row, index) => ({
    message: toMessage(row.message),
    input: toMessage(row.input),
    lease: { owner: row.lease.owner ?? '', fence: row.lease.fence },
    purpose: row.purpose,
    userId: row.session.userId,
    workspaceId: row.session.workspaceId,
    model: toModelConfigRow(row.model),
    windowParams: row.window.params,
    windowSystemMessage: row.window.systemMessage,
    sessionSystemMessage: row.session.systemMessage,
    history: histories[index] ?? [],
  }))
}
