import { and, asc, isNull, type SQL } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { ModelConfigRow } from '../../records/model-config.ts'
import type { Scope } from '../../records/scope.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { mayChooseModel } from './may-use-model.ts'
import { modelFields } from './model-fields.ts'
import { toModelConfigRow } from './to-model-config-row.ts'

/** How models stand in lists; those that nobody has moved stand in the order they were made. */
export const modelOrder = [
  asc(modelConfigs.position),
  asc(modelConfigs.createdAt),
  asc(modelConfigs.id),
] as const

/** Every model that is not removed, demo models too, in their order. */
export function listModelConfigs(db: Database): Promise<ModelConfigRow[]> {
  return listModels(db)
}

/** Those of them that the user may use. */
export function listPermittedModels(db: Database, scope: Scope): Promise<ModelConfigRow[]> {
  return listModels(db, mayChooseModel(scope))
}

async function listModels(db: Database, condition?: SQL): Promise<ModelConfigRow[]> {
  const rows = await db
    .select(modelFields)
    .from(modelConfigs)
    .where(and(isNull(modelConfigs.removedAt), condition))
    .orderBy(...modelOrder)
  return rows.map(toModelConfigRow)
}
