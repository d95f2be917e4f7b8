import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import { newId } from '../../new-id.ts'
import type { Scope } from '../../records/scope.ts'
import type { TemplateRow, TemplateValues } from '../../records/template.ts'
import { promptTemplates } from '../../schema/prompt-templates.ts'
import { isFull } from '../is-full.ts'
import { requirePersonalWorkspace } from '../workspaces/require-personal-workspace.ts'
import { toTemplateRow } from './to-template-row.ts'

/** Null where the user has as many as `most` already. */
export function createTemplate(
  db: Database,
  scope: Scope,
  { most, name, content }: TemplateValues & { most: number },
): Promise<TemplateRow | null> {
  return transact(db, async (tx) => {
    if (await isFull(tx, promptTemplates, { scope, most })) return null
    const workspaceId = await requirePersonalWorkspace(tx, scope)
    const now = new Date()
    const row = {
      ...{ id: newId(), workspaceId, userId: scope.userId, name, content },
      createdAt: now,
      updatedAt: now,
    }
    await tx.insert(promptTemplates).values(row)
    return toTemplateRow(row)
  })
}
