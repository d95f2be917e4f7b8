import { index, int, mysqlTable } from 'drizzle-orm/mysql-core'
import { idColumn } from '../columns/id-column.ts'
import { asciiColumn } from '../columns/text-columns.ts'
import { timeColumn } from '../columns/time-column.ts'
import { chatWindows } from './chat-windows.ts'

/**
 * Windows that are given another window's inputs, turn by turn. Any instance takes the next step, under the row's lock; the
 * row goes when the last turn is done or a person ends it.
 */
export const catchUps = mysqlTable(
  'catch_ups',
  {
    windowId: idColumn('window_id')
      .primaryKey()
      .references(() => chatWindows.id),
    /** Goes into the client message ids of its turns, so that none is sent twice. */
    id: idColumn('id').notNull(),
    fromWindowId: idColumn('from_window_id')
      .notNull()
      .references(() => chatWindows.id),
    status: asciiColumn('status', { length: 16 }).$type<'running' | 'failed'>().notNull(),
    /** The other window's input that was given last, by its `seq`; 0 before the first. */
    afterSeq: int('after_seq').notNull(),
    /** That input in this window, until its answer is done. */
    inputId: idColumn('input_id'),
    done: int('done').notNull(),
    total: int('total').notNull(),
    createdAt: timeColumn('created_at').notNull(),
    updatedAt: timeColumn('updated_at').notNull(),
  },
  (table) => [index('catch_ups_status').on(table.status)],
)
