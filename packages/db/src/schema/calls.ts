import { boolean, index, int, mysqlTable, smallint, uniqueIndex } from 'drizzle-orm/mysql-core'
import { idColumn } from '../columns/id-column.ts'
import { jsonColumn } from '../columns/json-column.ts'
import { moneyColumn } from '../columns/money-column.ts'
import { asciiColumn, lineColumn, textColumn } from '../columns/text-columns.ts'
import { timeColumn } from '../columns/time-column.ts'
import type { CallSource } from '../records/call-source.ts'
import type { Price } from '../records/model-config.ts'
import type { EndStatus } from '../records/message.ts'

/** One row an upstream call. No foreign keys: the log outlives what it tells of. */
export const calls = mysqlTable(
  'calls',
  {
    id: idColumn('id').primaryKey(),
    workspaceId: idColumn('workspace_id').notNull(),
    userId: idColumn('user_id').notNull(),
    source: asciiColumn('source', { length: 16 }).$type<CallSource>().notNull(),
    modelId: idColumn('model_id'),
    upstreamModel: lineColumn('upstream_model', { length: 200 }).notNull(),
    sessionId: idColumn('session_id'),
    messageId: idColumn('message_id'),
    apiKeyId: idColumn('api_key_id'),
    /** What the relay was asked for, where a name stands for several models, and as which of them this one was asked. */
    relayName: lineColumn('relay_name', { length: 120 }),
    relayAttempt: smallint('relay_attempt'),
    status: asciiColumn('status', { length: 16 }).$type<EndStatus>().notNull(),
    finishReason: lineColumn('finish_reason', { length: 64 }),
    httpStatus: smallint('http_status'),
    errorCode: asciiColumn('error_code', { length: 40 }),
    errorDetail: textColumn('error_detail'),
    promptTokens: int('prompt_tokens'),
    completionTokens: int('completion_tokens'),
    reasoningTokens: int('reasoning_tokens'),
    cachedTokens: int('cached_tokens'),
    usageEstimated: boolean('usage_estimated').notNull(),
    price: jsonColumn<Price>('price'),
    cost: moneyColumn('cost'),
    currency: asciiColumn('currency', { length: 3 }),
    ttftMs: int('ttft_ms'),
    latencyMs: int('latency_ms'),
    startedAt: timeColumn('started_at').notNull(),
    createdAt: timeColumn('created_at').notNull(),
  },
  (table) => [
    // A retry is a message of its own, so an answer has one call at most.
    uniqueIndex('calls_message').on(table.messageId),
    index('calls_list').on(table.createdAt, table.id),
    index('calls_user_list').on(table.userId, table.createdAt, table.id),
    index('calls_workspace_list').on(table.workspaceId, table.createdAt, table.id),
    index('calls_model_list').on(table.modelId, table.createdAt, table.id),
    index('calls_model_status').on(table.modelId, table.status, table.createdAt, table.id),
    index('calls_status_list').on(table.status, table.createdAt, table.id),
    index('calls_source_list').on(table.source, table.createdAt, table.id),
  ],
)
