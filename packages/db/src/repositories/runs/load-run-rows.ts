import { and, eq, getTableColumns, inArray } from 'drizzle-orm'
import { alias } from 'drizzle-orm/mysql-core'
import type { Database } from '../../database.ts'
import type { RunRow } from '../../records/run.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { messages } from '../../schema/messages.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { messageColumns, toMessage, toMessageColumns } from '../messages/message-columns.ts'
import { toModelConfigRow } from '../models/to-model-config-row.ts'
import { loadHistories } from './load-histories.ts'

const inputs = alias(messages, 'inputs')

/**
 * Everything that these answers need to be run, in two statements however many they are. One that is not pending or that
 * another owner holds is left out. The model is the one that the answer was sent to, also if its window has another by now.
 */
export async function loadRunRows(db: Database, messageIds: string[], owner: string): Promise<RunRow[]> {
  if (messageIds.length === 0) return []
  const rows = await db
    .select({
      message: messageColumns,
      input: toMessageColumns(getTableColumns(inputs)),
      fence: messages.leaseFence,
      session: {
        userId: chatSessions.userId,
        workspaceId: chatSessions.workspaceId,
        systemMessage: chatSessions.systemMessage,
      },
      window: { params: chatWindows.params, systemMessage: chatWindows.systemMessage },
      model: getTableColumns(modelConfigs),
    })
    .from(messages)
    .innerJoin(inputs, eq(inputs.id, messages.replyToId))
    .innerJoin(chatWindows, eq(chatWindows.id, messages.windowId))
    .innerJoin(chatSessions, eq(chatSessions.id, messages.sessionId))
    .innerJoin(modelConfigs, eq(modelConfigs.id, messages.modelId))
    .where(
      and(inArray(messages.id, messageIds), eq(messages.leaseOwner, owner), eq(messages.status, 'pending')),
    )
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
    lease: { owner, fence: row.fence },
    userId: row.session.userId,
    workspaceId: row.session.workspaceId,
    model: toModelConfigRow(row.model),
    windowParams: row.window.params,
    windowSystemMessage: row.window.systemMessage,
    sessionSystemMessage: row.session.systemMessage,
    history: histories[index] ?? [],
  }))
}
