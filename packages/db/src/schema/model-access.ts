import { mysqlTable, primaryKey } from 'drizzle-orm/mysql-core'
import { idColumn } from '../columns/id-column.ts'
import { asciiColumn } from '../columns/text-columns.ts'
import { modelConfigs } from './model-configs.ts'

/** Who may use a model that not everyone may: `grantee` is a system role or the id of a workspace, as `access` of the model says. */
export const modelAccess = mysqlTable(
  'model_access',
  {
    modelId: idColumn('model_id')
      .notNull()
      .references(() => modelConfigs.id, { onDelete: 'cascade' }),
    grantee: asciiColumn('grantee', { length: 26 }).notNull(),
  },
  (table) => [primaryKey({ name: 'model_access_pk', columns: [table.modelId, table.grantee] })],
)
