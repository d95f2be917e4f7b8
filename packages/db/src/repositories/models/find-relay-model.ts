import { and, eq, isNull, or } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { ModelConfigRow } from '../../records/model-config.ts'
import type { Scope } from '../../records/scope.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { modelOrder } from './list-model-configs.ts'
import { mayUseModel } from './may-use-model.ts'
import { modelFields } from './model-fields.ts'
import { toModelConfigRow } from './to-model-config-row.ts'

/** The model of this name or id that the user may use and that is enabled: of several of a name the first in order. */
export async function findRelayModel(
  db: Database,
  scope: Scope,
  nameOrId: string,
): Promise<ModelConfigRow | null> {
  const [row] = await db
    .select(modelFields)
    .from(modelConfigs)
    .where(
      and(
        or(eq(modelConfigs.name, nameOrId), eq(modelConfigs.id, nameOrId)),
        isNull(modelConfigs.removedAt),
        eq(modelConfigs.enabled, true),
        mayUseModel(scope.userId),
      ),
    )
    .orderBy(...modelOrder)
    .limit(1)
  return row ? toModelConfigRow(row) : null
}
