import type { ModelConfigRow } from '../../records/model-config.ts'
import type { modelConfigs } from '../../schema/model-configs.ts'
import { toIso } from '../to-iso.ts'

export function toModelConfigRow(row: typeof modelConfigs.$inferSelect): ModelConfigRow {
  return {
    ...row,
    tags: row.tags ?? [],
    removedAt: toIso(row.removedAt),
    createdAt: toIso(row.createdAt),
    updatedAt: toIso(row.updatedAt),
  }
}
