import { mysqlTable, tinyint } from 'drizzle-orm/mysql-core'
import { idColumn } from '../columns/id-column.ts'
import { timeColumn } from '../columns/time-column.ts'

/** At most one row, whose primary key decides which of several concurrent registrations is the first user. */
export const instanceState = mysqlTable('instance_state', {
  id: tinyint('id').primaryKey(),
  firstUserId: idColumn('first_user_id').notNull(),
  createdAt: timeColumn('created_at').notNull(),
})
