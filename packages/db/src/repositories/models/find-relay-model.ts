import { and, eq, inArray, isNull, or, type SQL } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { ModelConfigRow } from '../../records/model-config.ts'
import type { Scope } from '../../records/scope.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { modelOrder } from './list-model-configs.ts'
import { mayChooseModel } from './may-use-model.ts'
import { modelFields } from './model-fields.ts'
import { toModelConfigRow } from './to-model-config-row.ts'

const ULID = /^[0-9A-Z]{26}$/

/** The model of this name or id that whoever asks may choose and that is enabled: of several of a name the first in order. */
export async function findRelayModel(
  db: Database,
  scope: Scope,
  nameOrId: string,
): Promise<ModelConfigRow | null> {
  const isNamed = eq(modelConfigs.name, nameOrId)
  // A database refuses to compare ids, which are ASCII, with other letters.
  const mayBeId = ULID.test(nameOrId)
  const isMeant = mayBeId ? or(isNamed, eq(modelConfigs.id, nameOrId)) : isNamed
  const [row] = await select(db, scope, isMeant).limit(1)
  return row ? toModelConfigRow(row) : null
}

/** Those of these ids that whoever asks may choose and that are enabled. */
export async function listRelayModels(db: Database, scope: Scope, ids: string[]): Promise<ModelConfigRow[]> {
  if (ids.length === 0) return []
  const rows = await select(db, scope, inArray(modelConfigs.id, [...new Set(ids)]))
  return rows.map(toModelConfigRow)
}

function select(db: Database, scope: Scope, condition: SQL | undefined) {
  const isUsable = and(isNull(modelConfigs.removedAt), eq(modelConfigs.enabled, true), mayChooseModel(scope))
  return db
    .select(modelFields)
    .from(modelConfigs)
    .where(and(condition, isUsable))
    .orderBy(...modelOrder)
}
