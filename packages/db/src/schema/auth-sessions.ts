import { index, mysqlTable } from 'drizzle-orm/mysql-core'
import { hashColumn, idColumn } from '../columns/id-column.ts'
import { asciiColumn, lineColumn } from '../columns/text-columns.ts'
import { timeColumn } from '../columns/time-column.ts'
import { users } from './users.ts'

/** Login sessions. The id is the hash of the token, so that the table holds nothing one could sign in with. */
export const authSessions = mysqlTable(
  'auth_sessions',
  {
    id: hashColumn('id').primaryKey(),
    userId: idColumn('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    expiresAt: timeColumn('expires_at').notNull(),
    createdAt: timeColumn('created_at')
      .notNull()
      .$defaultFn(() => new Date()),
    /** Within ten minutes. */
    lastUsedAt: timeColumn('last_used_at'),
    /** What the browser says that it is, and where it signed in from. */
    userAgent: lineColumn('user_agent', { length: 300 }),
    address: asciiColumn('address', { length: 45 }),
  },
  (table) => [
    index('auth_sessions_user').on(table.userId),
    index('auth_sessions_expires_at').on(table.expiresAt),
  ],
)
