import { index, int, mysqlTable } from 'drizzle-orm/mysql-core'
import { idColumn } from '../columns/id-column.ts'
import { asciiColumn, lineColumn } from '../columns/text-columns.ts'
import { timeColumn } from '../columns/time-column.ts'
import type { ModelSecretKind } from '../records/model-secret.ts'
import { modelConfigs } from './model-configs.ts'

/** What a model's endpoint is sent that nobody may read: its API keys, and the values of extra headers. Nothing else holds a cipher. */
export const modelSecrets = mysqlTable(
  'model_secrets',
  {
    id: idColumn('id').primaryKey(),
    modelId: idColumn('model_id')
      .notNull()
      .references(() => modelConfigs.id, { onDelete: 'cascade' }),
    kind: asciiColumn('kind', { length: 8 }).$type<ModelSecretKind>().notNull(),
    /** What a key is called by, or a header's name. */
    name: lineColumn('name', { length: 120 }).notNull(),
    /** Sealed for this row's id. */
    cipher: asciiColumn('cipher', { length: 4000 }).notNull(),
    /** Since when a key is passed over, as the endpoint has refused it. */
    setAsideAt: timeColumn('set_aside_at'),
    /** Until when a key is passed over, as it has been used too much. */
    restsUntil: timeColumn('rests_until'),
    refusedAt: timeColumn('refused_at'),
    /** The HTTP status that it was last refused with. */
    refusedStatus: int('refused_status'),
    createdAt: timeColumn('created_at').notNull(),
  },
  (table) => [index('model_secrets_model').on(table.modelId)],
)
