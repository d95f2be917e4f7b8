import { mysqlTable } from 'drizzle-orm/mysql-core'
import { idColumn } from '../columns/id-column.ts'
import { timeColumn } from '../columns/time-column.ts'
import { users } from './users.ts'

/** What a user has chosen of what the server does for them; without a row everything is as it comes. */
export const userPreferences = mysqlTable('user_preferences', {
  userId: idColumn('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  /** The model that makes titles of sessions. Null: a title is the first line of the first input. */
  titleModelId: idColumn('title_model_id'),
  updatedAt: timeColumn('updated_at').notNull(),
})
