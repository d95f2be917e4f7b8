import { mysqlTable, primaryKey } from 'drizzle-orm/mysql-core'
import { idColumn } from '../columns/id-column.ts'
import { lineColumn } from '../columns/text-columns.ts'
import { chatSessions } from './chat-sessions.ts'

/** `tagKey` is the tag in lower case, so that a session has no two that differ in case alone. */
export const sessionTags = mysqlTable(
  'session_tags',
  {
    sessionId: idColumn('session_id')
      .notNull()
      .references(() => chatSessions.id, { onDelete: 'cascade' }),
    tagKey: lineColumn('tag_key', { length: 255 }).notNull(),
    tag: lineColumn('tag', { length: 160 }).notNull(),
  },
  (table) => [primaryKey({ name: 'session_tags_pk', columns: [table.sessionId, table.tagKey] })],
)
