import { mysqlTable } from 'drizzle-orm/mysql-core'
import { hashColumn, idColumn } from '../columns/id-column.ts'
import { asciiColumn, lineColumn } from '../columns/text-columns.ts'
import { timeColumn } from '../columns/time-column.ts'

/** Links by which one person each may register. The table holds a link's hash, so that nobody can register by reading it. */
export const invites = mysqlTable('invites', {
  id: idColumn('id').primaryKey(),
  tokenHash: hashColumn('token_hash').notNull().unique('invites_token_hash_unique'),
  role: asciiColumn('role', { length: 16 }).$type<'admin' | 'user'>().notNull(),
  /** Whom it is for, in the administrator's own words. */
  note: lineColumn('note', { length: 120 }),
  createdBy: idColumn('created_by').notNull(),
  expiresAt: timeColumn('expires_at').notNull(),
  usedAt: timeColumn('used_at'),
  usedBy: idColumn('used_by'),
  revokedAt: timeColumn('revoked_at'),
  createdAt: timeColumn('created_at').notNull(),
})
