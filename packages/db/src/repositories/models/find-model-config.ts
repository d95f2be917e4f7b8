import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { ModelConfigRow } from '../../records/model-config.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { toModelConfigRow } from './to-model-config-row.ts'

/** The model, enabled or not, unless it was removed. */
export async function findModelConfig(db: Database, id: string): Promise<ModelConfigRow | null> {
  const [row] = await db
    .select()
    .from(modelConfigs)
    .where(and(eq(modelConfigs.id, id), isNull(modelConfigs.removedAt)))
  return row ? toModelConfigRow(row) : null
}
