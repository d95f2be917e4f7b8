import { asc } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { Scope } from '../../records/scope.ts'
import type { TemplateRow } from '../../records/template.ts'
import { promptTemplates } from '../../schema/prompt-templates.ts'
import { ownedInScope } from '../owned-in-scope.ts'
import { toTemplateRow } from './to-template-row.ts'

/** The user's templates by name. */
export async function listTemplates(db: Database, scope: Scope): Promise<TemplateRow[]> {
  const rows = await db
    .select()
    .from(promptTemplates)
    .where(ownedInScope(scope, promptTemplates))
    .orderBy(asc(promptTemplates.name), asc(promptTemplates.id))
  return rows.map(toTemplateRow)
}
