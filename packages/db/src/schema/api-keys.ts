import { index, int, mysqlTable } from 'drizzle-orm/mysql-core'
import { hashColumn, idColumn } from '../columns/id-column.ts'
import { jsonColumn } from '../columns/json-column.ts'
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
    /** Null of any model, and of any address. Models have no foreign key: what is gone is nobody's to ask anyway. */
    modelIds: jsonColumn<string[]>('model_ids'),
    ipRanges: jsonColumn<string[]>('ip_ranges'),
    requestsPerMinute: int('requests_per_minute'),
    tokensPerMinute: int('tokens_per_minute'),
    revokedAt: timeColumn('revoked_at'),
    lastUsedAt: timeColumn('last_used_at'),
    createdAt: timeColumn('created_at').notNull(),
  },
  (table) => [index('api_keys_list').on(table.userId, table.id)],
)
