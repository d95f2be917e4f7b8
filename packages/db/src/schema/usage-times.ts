import { date, int, mysqlTable, primaryKey, smallint } from 'drizzle-orm/mysql-core'
import { asciiColumn } from '../columns/text-columns.ts'

/**
 * How many calls took about how long, by the same transaction as `usage_daily`: of each user, and with an empty `userId` of
 * all together. `usage/time-buckets.ts` says which times a bucket has.
 */
export const usageTimes = mysqlTable(
  'usage_times',
  {
    userId: asciiColumn('user_id', { length: 26 }).notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    modelId: asciiColumn('model_id', { length: 26 }).notNull(),
    bucket: smallint('bucket').notNull(),
    /** Calls whose first text came after about that time. */
    firstTexts: int('first_texts').notNull(),
    /** Answers that were whole after about that time. */
    answers: int('answers').notNull(),
  },
  (table) => [
    primaryKey({ name: 'usage_times_pk', columns: [table.userId, table.day, table.modelId, table.bucket] }),
  ],
)
