import { and, eq } from 'drizzle-orm'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import type { Scope } from '../../records/scope.ts'
import type { TemplateRow, TemplateValues } from '../../records/template.ts'
import { promptTemplates } from '../../schema/prompt-templates.ts'
import { ownedInScope } from '../owned-in-scope.ts'
import { toTemplateRow } from './to-template-row.ts'

/** Changes what the patch holds; an absent field stays. Null where the user has no such template. */
export function updateTemplate(
  db: Database,
  scope: Scope,
  {
    id,
    name,
    content,
  }: { [Field in keyof TemplateValues]?: TemplateValues[Field] | undefined } & { id: string },
): Promise<TemplateRow | null> {
  return transact(db, async (tx) => {
    const own = and(eq(promptTemplates.id, id), ownedInScope(scope, promptTemplates))
    await tx.update(promptTemplates).set({ name, content, updatedAt: new Date() }).where(own)
    const [row] = await tx.select().from(promptTemplates).where(own)
    return row ? toTemplateRow(row) : null
  })
}
