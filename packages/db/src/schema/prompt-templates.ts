import { index, mysqlTable } from 'drizzle-orm/mysql-core'
import { idColumn } from '../columns/id-column.ts'
import { lineColumn, textColumn } from '../columns/text-columns.ts'
import { timeColumn } from '../columns/time-column.ts'
import { users } from './users.ts'
import { workspaces } from './workspaces.ts'

/** Prompts that are used again, each its writer's own. */
export const promptTemplates = mysqlTable(
  'prompt_templates',
  {
    id: idColumn('id').primaryKey(),
    workspaceId: idColumn('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    userId: idColumn('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: lineColumn('name', { length: 120 }).notNull(),
    content: textColumn('content').notNull(),
    createdAt: timeColumn('created_at').notNull(),
    updatedAt: timeColumn('updated_at').notNull(),
  },
  (table) => [
    index('prompt_templates_list').on(table.userId, table.id),
    index('prompt_templates_workspace').on(table.workspaceId),
  ],
)
