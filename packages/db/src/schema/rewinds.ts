import { index, int, mysqlTable } from 'drizzle-orm/mysql-core'
import { idColumn } from '../columns/id-column.ts'
import { lineColumn } from '../columns/text-columns.ts'
import { timeColumn } from '../columns/time-column.ts'
import { chatWindows } from './chat-windows.ts'

/** What was archived of a window's history at once. The messages name it; they stay where they are. */
export const rewinds = mysqlTable(
  'rewinds',
  {
    id: idColumn('id').primaryKey(),
    windowId: idColumn('window_id')
      .notNull()
      .references(() => chatWindows.id),
    /** The input that it follows, by its `seq`; 0 at the beginning. While that one is in the history it can be brought back. */
    afterSeq: int('after_seq').notNull(),
    /** The first input that was archived. */
    fromSeq: int('from_seq').notNull(),
    messageCount: int('message_count').notNull(),
    /** How the first input begins. */
    preview: lineColumn('preview', { length: 120 }).notNull(),
    undoneAt: timeColumn('undone_at'),
    createdAt: timeColumn('created_at').notNull(),
  },
  (table) => [
    index('rewinds_window').on(table.windowId, table.undoneAt, table.id),
    index('rewinds_age').on(table.createdAt),
  ],
)
