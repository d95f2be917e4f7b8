import { boolean, index, int, mysqlTable } from 'drizzle-orm/mysql-core'
import { hashColumn, idColumn } from '../columns/id-column.ts'
import { asciiColumn, lineColumn } from '../columns/text-columns.ts'
import { timeColumn } from '../columns/time-column.ts'
import { fileBodies } from './file-bodies.ts'
import { users } from './users.ts'
import { workspaces } from './workspaces.ts'

/** What users have uploaded. Who uploads the same again has a file of their own over the same body. */
export const files = mysqlTable(
  'files',
  {
    id: idColumn('id').primaryKey(),
    workspaceId: idColumn('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    userId: idColumn('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    hash: hashColumn('hash')
      .notNull()
      .references(() => fileBodies.hash),
    name: lineColumn('name', { length: 200 }).notNull(),
    mediaType: asciiColumn('media_type', { length: 40 }).notNull(),
    size: int('size').notNull(),
    /** Whether a message has it: what is never sent is dropped after a week. */
    isSent: boolean('is_sent').notNull(),
    createdAt: timeColumn('created_at').notNull(),
  },
  (table) => [
    index('files_unsent').on(table.userId, table.isSent, table.createdAt, table.size),
    index('files_workspace').on(table.workspaceId),
    index('files_hash').on(table.hash),
  ],
)
