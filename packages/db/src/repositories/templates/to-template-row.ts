import type { TemplateRow } from '../../records/template.ts'
import type { promptTemplates } from '../../schema/prompt-templates.ts'

export function toTemplateRow(row: typeof promptTemplates.$inferSelect): TemplateRow {
  return {
    id: row.id,
    name: row.name,
    content: row.content,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
