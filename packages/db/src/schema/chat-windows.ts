import { boolean, index, int, mysqlTable } from 'drizzle-orm/mysql-core'
import { idColumn } from '../columns/id-column.ts'
import { jsonColumn } from '../columns/json-column.ts'
import { lineColumn, textColumn } from '../columns/text-columns.ts'
import { timeColumn } from '../columns/time-column.ts'
import type { ModelParams } from '../records/model-config.ts'
import { chatSessions } from './chat-sessions.ts'
import { modelConfigs } from './model-configs.ts'

export const chatWindows = mysqlTable(
  'chat_windows',
  {
    id: idColumn('id').primaryKey(),
    sessionId: idColumn('session_id')
      .notNull()
      .references(() => chatSessions.id),
    modelId: idColumn('model_id')
      .notNull()
      .references(() => modelConfigs.id),
    name: lineColumn('name', { length: 120 }).notNull(),
    position: int('position').notNull(),
    systemMessage: textColumn('system_message'),
    params: jsonColumn<ModelParams>('params').notNull(),
    useGlobalInput: boolean('use_global_input').notNull(),
    /** The place in the window at which its history was last rewound or brought back; 0 where it never was. */
    historySeq: int('history_seq').notNull().default(0),
    removedAt: timeColumn('removed_at'),
    createdAt: timeColumn('created_at').notNull(),
    updatedAt: timeColumn('updated_at').notNull(),
  },
  (table) => [
    index('chat_windows_list').on(table.sessionId, table.removedAt, table.position, table.id),
    index('chat_windows_model').on(table.modelId),
    index('chat_windows_removed').on(table.removedAt),
  ],
)
