import { bigint, date, decimal, int, mysqlTable, primaryKey } from 'drizzle-orm/mysql-core'
import { asciiColumn } from '../columns/text-columns.ts'

const sum = (name: string) => bigint(name, { mode: 'number' }).notNull()

/**
 * The sums of the call log by day, added to by the transaction that writes a call and never counted anew. Each call is in
 * every scope it belongs to (`usage/usage-scopes.ts`), so that what a page shows is one range of rows. `modelId` is empty where
 * no saved model was called, `currency` where nothing was charged. Days are UTC's.
 */
export const usageDaily = mysqlTable(
  'usage_daily',
  {
    scope: asciiColumn('scope', { length: 26 }).notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    userId: asciiColumn('user_id', { length: 26 }).notNull(),
    workspaceId: asciiColumn('workspace_id', { length: 26 }).notNull(),
    modelId: asciiColumn('model_id', { length: 26 }).notNull(),
    currency: asciiColumn('currency', { length: 3 }).notNull(),
    calls: int('calls').notNull(),
    errors: int('errors').notNull(),
    estimated: int('estimated').notNull(),
    promptTokens: sum('prompt_tokens'),
    completionTokens: sum('completion_tokens'),
    reasoningTokens: sum('reasoning_tokens'),
    cachedTokens: sum('cached_tokens'),
    cost: decimal('cost', { precision: 30, scale: 10 }).notNull(),
    /** Of the answers whose speed can be told: their tokens, and the time from the first of these to the last. */
    spokenTokens: sum('spoken_tokens'),
    spokenMs: sum('spoken_ms'),
  },
  (table) => [
    primaryKey({
      name: 'usage_daily_pk',
      columns: [table.scope, table.day, table.userId, table.workspaceId, table.modelId, table.currency],
    }),
  ],
)
