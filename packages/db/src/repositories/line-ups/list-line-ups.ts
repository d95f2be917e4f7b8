import { and, asc, eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { LineUpRow } from '../../records/line-up.ts'
import type { Scope } from '../../records/scope.ts'
import { lineUps } from '../../schema/line-ups.ts'
import { ownedInScope } from '../owned-in-scope.ts'
import { toLineUpRow } from './to-line-up-row.ts'

/** The user's line-ups, oldest first. */
export async function listLineUps(db: Database, scope: Scope): Promise<LineUpRow[]> {
  const rows = await db.select().from(lineUps).where(ownedInScope(scope, lineUps)).orderBy(asc(lineUps.id))
  return rows.map(toLineUpRow)
}

/** The user's line-up of this name: of several the oldest. */
export async function findLineUp(db: Database, scope: Scope, name: string): Promise<LineUpRow | null> {
  const [row] = await db
    .select()
    .from(lineUps)
    .where(and(ownedInScope(scope, lineUps), eq(lineUps.name, name)))
    .orderBy(asc(lineUps.id))
    .limit(1)
  return row ? toLineUpRow(row) : null
}
