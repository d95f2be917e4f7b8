import { boolean, index, int, mysqlTable, uniqueIndex } from 'drizzle-orm/mysql-core'
import { hashColumn, idColumn } from '../columns/id-column.ts'
import { jsonColumn } from '../columns/json-column.ts'
import { moneyColumn } from '../columns/money-column.ts'
import { asciiColumn, lineColumn, textColumn } from '../columns/text-columns.ts'
import { timeColumn } from '../columns/time-column.ts'
import type { CallPurpose } from '../records/call-source.ts'
import type { AttachmentRecord } from '../records/file.ts'
import type { AskedWith, MessageStatus } from '../records/message.ts'
import { chatSessions } from './chat-sessions.ts'
import { chatWindows } from './chat-windows.ts'

/**
 * Messages of windows, user and assistant rows alike. The unique keys carry the promises: a dense order in each window,
 * one send per client message and window, one answer per user message and attempt.
 * `archivedBy` names the rewind that took a message out of its window's history, to which it may be brought back.
 * `leaseOwner` is set exactly while an answer is in flight; `updatedAt` moves when a row is created, ends or is
 * superseded, and not with every checkpoint.
 */
export const messages = mysqlTable(
  'messages',
  {
    id: idColumn('id').primaryKey(),
    sessionId: idColumn('session_id')
      .notNull()
      .references(() => chatSessions.id),
    windowId: idColumn('window_id')
      .notNull()
      .references(() => chatWindows.id),
    seq: int('seq').notNull(),
    role: asciiColumn('role', { length: 16 }).$type<'system' | 'user' | 'assistant'>().notNull(),
    content: textColumn('content').notNull(),
    /** The sender's files that it came with, as they were; their ids lead to the bytes. Null where there are none. */
    attachments: jsonColumn<AttachmentRecord[]>('attachments'),
    reasoning: textColumn('reasoning').notNull(),
    status: asciiColumn('status', { length: 16 }).$type<MessageStatus>().notNull(),
    finishReason: lineColumn('finish_reason', { length: 64 }),
    errorCode: asciiColumn('error_code', { length: 40 }),
    errorMessage: lineColumn('error_message', { length: 2000 }),
    promptTokens: int('prompt_tokens'),
    completionTokens: int('completion_tokens'),
    reasoningTokens: int('reasoning_tokens'),
    usageEstimated: boolean('usage_estimated').notNull(),
    cost: moneyColumn('cost'),
    currency: asciiColumn('currency', { length: 3 }),
    ttftMs: int('ttft_ms'),
    latencyMs: int('latency_ms'),
    thinkingMs: int('thinking_ms'),
    /** What the model was sent for it, written with the answer's end; null where nothing was sent, or nobody could tell any more. */
    asked: jsonColumn<AskedWith>('asked'),
    /** What the call log files the answer's call under; null for an answer of a window as any other. */
    purpose: asciiColumn('purpose', { length: 16 }).$type<CallPurpose>(),
    modelId: idColumn('model_id'),
    modelName: lineColumn('model_name', { length: 120 }),
    broadcastGroupId: idColumn('broadcast_group_id'),
    clientMessageId: asciiColumn('client_message_id', { length: 64 }),
    /** The client message id, on the first of a send's messages alone. */
    sendKey: asciiColumn('send_key', { length: 64 }),
    requestHash: hashColumn('request_hash'),
    replyToId: idColumn('reply_to_id'),
    attempt: int('attempt').notNull(),
    superseded: boolean('superseded').notNull(),
    archivedBy: idColumn('archived_by'),
    leaseOwner: asciiColumn('lease_owner', { length: 64 }),
    leaseFence: int('lease_fence').notNull(),
    leaseUntil: timeColumn('lease_until'),
    createdAt: timeColumn('created_at').notNull(),
    updatedAt: timeColumn('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('messages_window_seq').on(table.windowId, table.seq),
    // A history as it is shown and sent: whatever was archived costs its reader nothing.
    index('messages_history').on(table.windowId, table.archivedBy, table.seq),
    uniqueIndex('messages_client_message').on(table.sessionId, table.clientMessageId, table.windowId),
    uniqueIndex('messages_send').on(table.sessionId, table.sendKey),
    uniqueIndex('messages_attempt').on(table.replyToId, table.attempt),
    index('messages_broadcast').on(table.broadcastGroupId),
    // In flight means that there is an owner. Checkpoints change neither column, so they leave these two indexes alone.
    index('messages_in_flight').on(table.leaseOwner),
    index('messages_session_in_flight').on(table.sessionId, table.leaseOwner),
    index('messages_changed').on(table.sessionId, table.updatedAt),
  ],
)
