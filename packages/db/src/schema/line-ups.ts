import { index, mysqlTable, uniqueIndex } from 'drizzle-orm/mysql-core'
import { idColumn } from '../columns/id-column.ts'
import { jsonColumn } from '../columns/json-column.ts'
import { lineColumn } from '../columns/text-columns.ts'
import { timeColumn } from '../columns/time-column.ts'
import type { LineUpSettings } from '../records/line-up.ts'
import { users } from './users.ts'
import { workspaces } from './workspaces.ts'

/** Saved sets of windows. They name models by id without a foreign key: one whose model is gone is kept, and says so. */
export const lineUps = mysqlTable(
  'line_ups',
  {
    id: idColumn('id').primaryKey(),
    workspaceId: idColumn('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    userId: idColumn('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: lineColumn('name', { length: 120 }).notNull(),
    settings: jsonColumn<LineUpSettings>('settings').notNull(),
    /** The user's id where this is their default: the unique key leaves them one. */
    defaultOf: idColumn('default_of'),
    createdAt: timeColumn('created_at').notNull(),
    updatedAt: timeColumn('updated_at').notNull(),
  },
  (table) => [
    index('line_ups_list').on(table.userId, table.id),
    index('line_ups_workspace').on(table.workspaceId),
    uniqueIndex('line_ups_default').on(table.defaultOf),
  ],
)
