import { boolean, index, mysqlTable, uniqueIndex } from 'drizzle-orm/mysql-core'
import { idColumn } from '../columns/id-column.ts'
import { jsonColumn } from '../columns/json-column.ts'
import { asciiColumn, textColumn } from '../columns/text-columns.ts'
import { timeColumn } from '../columns/time-column.ts'
import type { VoteContestant, VoteVerdict } from '../records/vote.ts'
import { chatSessions } from './chat-sessions.ts'
import { users } from './users.ts'

/**
 * What a user thinks of the answers to one broadcast. The contestants are those that were there when the vote was cast: a
 * later retry or another model changes nothing of what was judged.
 */
export const votes = mysqlTable(
  'votes',
  {
    id: idColumn('id').primaryKey(),
    userId: idColumn('user_id')
      .notNull()
      .references(() => users.id),
    sessionId: idColumn('session_id')
      .notNull()
      .references(() => chatSessions.id),
    broadcastGroupId: idColumn('broadcast_group_id').notNull(),
    verdict: asciiColumn('verdict', { length: 8 }).$type<VoteVerdict>().notNull(),
    messageId: idColumn('message_id'),
    note: textColumn('note').notNull(),
    contestants: jsonColumn<VoteContestant[]>('contestants').notNull(),
    /** Whether the models were hidden when it was cast. */
    blind: boolean('blind').notNull(),
    createdAt: timeColumn('created_at').notNull(),
    updatedAt: timeColumn('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('votes_user_broadcast').on(table.userId, table.broadcastGroupId),
    index('votes_session_list').on(table.sessionId, table.userId, table.id),
    index('votes_user_list').on(table.userId, table.id),
  ],
)
