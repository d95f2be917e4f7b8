import { mysqlTable, uniqueIndex } from 'drizzle-orm/mysql-core'
import { idColumn } from '../columns/id-column.ts'
import { jsonColumn } from '../columns/json-column.ts'
import { asciiColumn, lineColumn } from '../columns/text-columns.ts'
import { timeColumn } from '../columns/time-column.ts'
import type { RelayMode } from '../records/relay-name.ts'

/**
 * Names that several models stand behind, for programs that ask the relay. They name models by id without a foreign key: one
 * that is gone is passed over.
 */
export const relayNames = mysqlTable(
  'relay_names',
  {
    id: idColumn('id').primaryKey(),
    name: lineColumn('name', { length: 120 }).notNull(),
    mode: asciiColumn('mode', { length: 16 }).$type<RelayMode>().notNull(),
    modelIds: jsonColumn<string[]>('model_ids').notNull(),
    createdAt: timeColumn('created_at').notNull(),
    updatedAt: timeColumn('updated_at').notNull(),
  },
  (table) => [uniqueIndex('relay_names_name').on(table.name)],
)
