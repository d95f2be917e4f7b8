import { and, eq } from 'drizzle-orm'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import type { LineUpPatch, LineUpRow } from '../../records/line-up.ts'
import type { Scope } from '../../records/scope.ts'
import { lineUps } from '../../schema/line-ups.ts'
import { ownedInScope } from '../owned-in-scope.ts'
import { clearDefault } from './clear-default.ts'
import { toLineUpRow } from './to-line-up-row.ts'

/** Changes what the patch holds; an absent field stays. Null where the user has no such line-up. */
export function updateLineUp(db: Database, scope: Scope, patch: LineUpPatch): Promise<LineUpRow | null> {
  const { id, name, change, isDefault } = patch
  const work = async (tx: Database) => {
    const [row] = await tx
      .select()
      .from(lineUps)
      .where(and(eq(lineUps.id, id), ownedInScope(scope, lineUps)))
      .for('update')
    if (!row) return null
    if (isDefault) await clearDefault(tx, scope)
    const changed = {
      name: name ?? row.name,
      settings: change?.(row.settings) ?? row.settings,
      defaultOf: chooseDefault(row.defaultOf, isDefault, scope),
      updatedAt: new Date(),
    }
    await tx.update(lineUps).set(changed).where(eq(lineUps.id, id))
    return toLineUpRow({ ...row, ...changed })
  }
  // Where two become the default at once, the unique key refuses one, which then runs again.
  return transact(db, work, { isRepeatable: true })
}

function chooseDefault(known: string | null, isDefault: boolean | undefined, scope: Scope): string | null {
  if (isDefault === undefined) return known
  return isDefault ? scope.userId : null
}
