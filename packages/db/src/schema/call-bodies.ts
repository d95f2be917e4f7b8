import { boolean, index, int, mysqlTable } from 'drizzle-orm/mysql-core'
import { blobColumn } from '../columns/blob-column.ts'
import { idColumn } from '../columns/id-column.ts'
import { timeColumn } from '../columns/time-column.ts'

/** What a call was sent and what it answered, deflated. It has a time of its own to live, so the log's rows stay small. */
export const callBodies = mysqlTable(
  'call_bodies',
  {
    callId: idColumn('call_id').primaryKey(),
    request: blobColumn('request'),
    answer: blobColumn('answer'),
    /** In bytes, before they were cut and deflated. */
    requestSize: int('request_size').notNull(),
    answerSize: int('answer_size').notNull(),
    /** Whether one of them was longer than is kept. */
    isCut: boolean('is_cut').notNull(),
    createdAt: timeColumn('created_at').notNull(),
  },
  (table) => [index('call_bodies_age').on(table.createdAt)],
)
