import { asc, isNull } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { ModelConfigRow } from '../../records/model-config.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { toModelConfigRow } from './to-model-config-row.ts'

/** Every model that is not removed, demo models too, in the order they were made. */
export async function listModelConfigs(db: Database): Promise<ModelConfigRow[]> {
  const rows = await db
    .select()
    .from(modelConfigs)
    .where(isNull(modelConfigs.removedAt))
    .orderBy(asc(modelConfigs.createdAt), asc(modelConfigs.id))
  return rows.map(toModelConfigRow)
}
