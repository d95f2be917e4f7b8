import { index, mysqlTable, primaryKey } from 'drizzle-orm/mysql-core'
import { idColumn } from '../columns/id-column.ts'
import { asciiColumn } from '../columns/text-columns.ts'
import { timeColumn } from '../columns/time-column.ts'
import { users } from './users.ts'
import { workspaces } from './workspaces.ts'

export const workspaceMembers = mysqlTable(
  'workspace_members',
  {
    workspaceId: idColumn('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    userId: idColumn('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: asciiColumn('role', { length: 16 }).$type<'owner' | 'admin' | 'member' | 'viewer'>().notNull(),
    createdAt: timeColumn('created_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'workspace_members_pk', columns: [table.workspaceId, table.userId] }),
    index('workspace_members_user').on(table.userId),
  ],
)
