import { index, mysqlTable } from 'drizzle-orm/mysql-core'
import { idColumn } from '../columns/id-column.ts'
import { asciiColumn, lineColumn } from '../columns/text-columns.ts'
import { timeColumn } from '../columns/time-column.ts'

export const users = mysqlTable(
  'users',
  {
    id: idColumn('id').primaryKey(),
    email: lineColumn('email', { length: 254 }).notNull().unique('users_email_unique'),
    nickname: lineColumn('nickname', { length: 60 }).notNull(),
    passwordHash: asciiColumn('password_hash', { length: 255 }).notNull(),
    role: asciiColumn('role', { length: 16 }).$type<'admin' | 'user'>().notNull(),
    createdAt: timeColumn('created_at').notNull(),
    /** Until it is taken back, nothing that the user shows is good for anything. */
    suspendedAt: timeColumn('suspended_at'),
    /** The user has deleted their account: what is left of it is being removed. */
    removedAt: timeColumn('removed_at'),
    lastSignInAt: timeColumn('last_sign_in_at'),
  },
  (table) => [
    // Whoever takes an administrator away locks all of them by it.
    index('users_role').on(table.role, table.id),
    index('users_removed').on(table.removedAt),
  ],
)
