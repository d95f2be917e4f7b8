import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { modelConfigs } from '../../schema/model-configs.ts'

export async function hasEnabledRealModel(db: Database): Promise<boolean> {
  const rows = await db
    .select({ id: modelConfigs.id })
    .from(modelConfigs)
    .where(
      and(eq(modelConfigs.isDemo, false), eq(modelConfigs.enabled, true), isNull(modelConfigs.removedAt)),
    )
    .limit(1)
  return rows.length > 0
}
