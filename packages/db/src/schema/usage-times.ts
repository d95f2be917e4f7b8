import { date, int, mysqlTable, primaryKey, smallint } from 'drizzle-orm/mysql-core'
import { asciiColumn } from '../columns/text-columns.ts'

/**
 * How many calls took about how long, by the same transaction and in the same scopes as `usage_daily`.
 * `usage/time-buckets.ts` says which times a bucket has.
 */
export const usageTimes = mysqlTable(
  'usage_times',
  {
    scope: asciiColumn('scope', { length: 26 }).notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    userId: asciiColumn('user_id', { length: 26 }).notNull(),
    workspaceId: asciiColumn('workspace_id', { length: 26 }).notNull(),
    modelId: asciiColumn('model_id', { length: 26 }).notNull(),
    bucket: smallint('bucket').notNull(),
    /** Calls whose first text came after about that time. */
    firstTexts: int('first_texts').notNull(),
    /** Answers that were whole after about that time. */
    answers: int('answers').notNull(),
  },
  (table) => [
    primaryKey({
      name: 'usage_times_pk',
      columns: [table.scope, table.day, table.userId, table.workspaceId, table.modelId, table.bucket],
    }),
  ],
)
