import { int, mysqlTable } from 'drizzle-orm/mysql-core'
import { hashColumn } from '../columns/id-column.ts'
import { timeColumn } from '../columns/time-column.ts'

/** What files hold, once each, named by its SHA-256. Who adds a file to one, or takes it away, locks its row. */
export const fileBodies = mysqlTable('file_bodies', {
  hash: hashColumn('hash').primaryKey(),
  size: int('size').notNull(),
  createdAt: timeColumn('created_at').notNull(),
})
