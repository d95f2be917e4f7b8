import { index, mysqlTable } from 'drizzle-orm/mysql-core'
import { hashColumn, idColumn } from '../columns/id-column.ts'
import { asciiColumn, lineColumn } from '../columns/text-columns.ts'
import { timeColumn } from '../columns/time-column.ts'
import { users } from './users.ts'

export const apiKeys = mysqlTable(
  'api_keys',
  {
    id: idColumn('id').primaryKey(),
    userId: idColumn('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: lineColumn('name', { length: 120 }).notNull(),
    keyHash: hashColumn('key_hash').notNull().unique('api_keys_key_hash_unique'),
    hint: asciiColumn('hint', { length: 8 }).notNull(),
    expiresAt: timeColumn('expires_at'),
    revokedAt: timeColumn('revoked_at'),
    lastUsedAt: timeColumn('last_used_at'),
    createdAt: timeColumn('created_at').notNull(),
  },
  (table) => [index('api_keys_list').on(table.userId, table.id)],
)
