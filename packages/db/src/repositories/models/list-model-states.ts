import { inArray } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { TargetModel } from '../../records/message.ts'
import { modelConfigs } from '../../schema/model-configs.ts'

/** What those of the models are called that there are, or were, and whether they can be used, by id. */
export async function listModelStates(db: Database, ids: string[]): Promise<Map<string, TargetModel>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({
      id: modelConfigs.id,
      name: modelConfigs.name,
      enabled: modelConfigs.enabled,
      isDemo: modelConfigs.isDemo,
      removedAt: modelConfigs.removedAt,
    })
    .from(modelConfigs)
    .where(inArray(modelConfigs.id, [...new Set(ids)]))
  return new Map(rows.map(({ removedAt, ...row }) => [row.id, { ...row, removed: removedAt !== null }]))
}
