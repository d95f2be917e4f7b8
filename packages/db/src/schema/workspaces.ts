import { boolean, mysqlTable } from 'drizzle-orm/mysql-core'
import { idColumn } from '../columns/id-column.ts'
import { lineColumn } from '../columns/text-columns.ts'
import { timeColumn } from '../columns/time-column.ts'

export const workspaces = mysqlTable('workspaces', {
  id: idColumn('id').primaryKey(),
  name: lineColumn('name', { length: 120 }).notNull(),
  isPersonal: boolean('is_personal').notNull(),
  createdAt: timeColumn('created_at').notNull(),
})
