import { boolean, index, mysqlTable } from 'drizzle-orm/mysql-core'
import { idColumn } from '../columns/id-column.ts'
import { lineColumn, textColumn } from '../columns/text-columns.ts'
import { timeColumn } from '../columns/time-column.ts'
import { users } from './users.ts'
import { workspaces } from './workspaces.ts'

export const chatSessions = mysqlTable(
  'chat_sessions',
  {
    id: idColumn('id').primaryKey(),
    workspaceId: idColumn('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    userId: idColumn('user_id')
      .notNull()
      .references(() => users.id),
    title: lineColumn('title', { length: 200 }).notNull(),
    systemMessage: textColumn('system_message'),
    /** A person typed the title, so that no other is put in its place. */
    titleTyped: boolean('title_typed').notNull().default(false),
    pinned: boolean('pinned').notNull().default(false),
    archived: boolean('archived').notNull().default(false),
    initialBroadcastDone: boolean('initial_broadcast_done').notNull(),
    /** Whether the models are hidden from everybody still. Once false it stays so. */
    blind: boolean('blind').notNull().default(false),
    removedAt: timeColumn('removed_at'),
    createdAt: timeColumn('created_at').notNull(),
    updatedAt: timeColumn('updated_at').notNull(),
  },
  (table) => [
    index('chat_sessions_workspace').on(table.workspaceId),
    // What was deleted long ago, for whoever removes it for good.
    index('chat_sessions_removed').on(table.removedAt),
    // The user comes first, so that a list over several workspaces is still one walk along the index.
    index('chat_sessions_listed').on(
      table.userId,
      table.removedAt,
      table.archived,
      table.pinned,
      table.updatedAt,
      table.id,
      table.workspaceId,
    ),
  ],
)
