import { and, eq, isNull, type SQL } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { ModelConfigRow } from '../../records/model-config.ts'
import type { Scope } from '../../records/scope.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { mayChooseModel } from './may-use-model.ts'
import { modelFields } from './model-fields.ts'
import { toModelConfigRow } from './to-model-config-row.ts'

/** The model, enabled or not, unless it was removed. */
export function findModelConfig(db: Database, id: string): Promise<ModelConfigRow | null> {
  return findModel(db, id)
}

/** The same for a user: null also where they may not use it. */
export function findPermittedModel(db: Database, scope: Scope, id: string): Promise<ModelConfigRow | null> {
  return findModel(db, id, mayChooseModel(scope))
}

async function findModel(db: Database, id: string, condition?: SQL): Promise<ModelConfigRow | null> {
  const [row] = await db
    .select(modelFields)
    .from(modelConfigs)
    .where(and(eq(modelConfigs.id, id), isNull(modelConfigs.removedAt), condition))
  return row ? toModelConfigRow(row) : null
}
