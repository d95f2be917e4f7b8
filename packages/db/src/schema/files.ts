import { boolean, index, int, mysqlTable, uniqueIndex } from 'drizzle-orm/mysql-core'
import { hashColumn, idColumn } from '../columns/id-column.ts'
import { asciiColumn, lineColumn } from '../columns/text-columns.ts'
import { timeColumn } from '../columns/time-column.ts'
import { fileBodies } from './file-bodies.ts'
import { users } from './users.ts'
import { workspaces } from './workspaces.ts'

/** What users have uploaded. The same bytes under the same name are one file of a user; of several users they share a body. */
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
    /** In pixels; null of what is no image. */
    width: int('width'),
    height: int('height'),
    tokens: int('tokens').notNull(),
    /** Whether a message has it. What was never sent goes a day after its last upload. */
    isSent: boolean('is_sent').notNull(),
    uploadedAt: timeColumn('uploaded_at').notNull(),
    createdAt: timeColumn('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('files_content').on(table.userId, table.hash, table.name),
    index('files_user').on(table.userId, table.size),
    index('files_unsent').on(table.isSent, table.uploadedAt),
    index('files_workspace').on(table.workspaceId),
    index('files_hash').on(table.hash),
  ],
)
