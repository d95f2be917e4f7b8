import { and, eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { Scope } from '../../records/scope.ts'
import { lineUps } from '../../schema/line-ups.ts'
import { countRows } from '../count-rows.ts'
import { ownedInScope } from '../owned-in-scope.ts'

/** False where the user has no such line-up. */
export async function removeLineUp(db: Database, scope: Scope, id: string): Promise<boolean> {
  const result = await db.delete(lineUps).where(and(eq(lineUps.id, id), ownedInScope(scope, lineUps)))
  return countRows(result) > 0
}
