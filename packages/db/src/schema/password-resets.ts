import { mysqlTable } from 'drizzle-orm/mysql-core'
import { hashColumn, idColumn } from '../columns/id-column.ts'
import { timeColumn } from '../columns/time-column.ts'
import { users } from './users.ts'

/** The one link of each user by which they may set a password, as a hash. It is gone with its use or with a newer one. */
export const passwordResets = mysqlTable('password_resets', {
  userId: idColumn('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  tokenHash: hashColumn('token_hash').notNull().unique('password_resets_token_hash_unique'),
  expiresAt: timeColumn('expires_at').notNull(),
  createdAt: timeColumn('created_at').notNull(),
})
