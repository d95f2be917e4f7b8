import { inArray, sql } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { TargetModel } from '../../records/message.ts'
import type { Scope } from '../../records/scope.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { mayChooseModel } from './may-use-model.ts'

/** What those of the models are called that there are, or were, and whether the user can use them, by id. */
export async function listModelStates(
  db: Database,
  scope: Scope,
  ids: string[],
): Promise<Map<string, TargetModel>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select(stateColumns(scope))
    .from(modelConfigs)
    .where(inArray(modelConfigs.id, [...new Set(ids)]))
  return new Map(rows.map((row) => [row.id, toTargetModel(row)]))
}

/** What tells whether a model can be called for the user. */
export function stateColumns(scope: Scope) {
  return {
    id: modelConfigs.id,
    name: modelConfigs.name,
    enabled: modelConfigs.enabled,
    isDemo: modelConfigs.isDemo,
    isPermitted: sql`${mayChooseModel(scope)}`.mapWith(Boolean),
    removedAt: modelConfigs.removedAt,
  }
}

export function toTargetModel({
  removedAt,
  ...row
}: Omit<TargetModel, 'removed'> & { removedAt: Date | null }): TargetModel {
  return { ...row, removed: removedAt !== null }
}
