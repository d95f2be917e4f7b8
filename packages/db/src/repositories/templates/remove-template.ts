import { and, eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { Scope } from '../../records/scope.ts'
import { promptTemplates } from '../../schema/prompt-templates.ts'
import { countRows } from '../count-rows.ts'
import { ownedInScope } from '../owned-in-scope.ts'

/** False where the user has no such template. */
export async function removeTemplate(db: Database, scope: Scope, id: string): Promise<boolean> {
  const own = and(eq(promptTemplates.id, id), ownedInScope(scope, promptTemplates))
  return countRows(await db.delete(promptTemplates).where(own)) > 0
}
