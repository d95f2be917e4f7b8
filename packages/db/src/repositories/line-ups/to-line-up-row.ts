import type { LineUpRow } from '../../records/line-up.ts'
import type { lineUps } from '../../schema/line-ups.ts'

export function toLineUpRow(row: typeof lineUps.$inferSelect): LineUpRow {
  return {
    id: row.id,
    name: row.name,
    settings: row.settings,
    isDefault: row.defaultOf !== null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
