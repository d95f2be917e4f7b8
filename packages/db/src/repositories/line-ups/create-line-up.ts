import { eq } from 'drizzle-orm'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import { newId } from '../../new-id.ts'
import type { LineUpRow, LineUpValues } from '../../records/line-up.ts'
import type { Scope } from '../../records/scope.ts'
import { lineUps } from '../../schema/line-ups.ts'
import { isFull } from '../is-full.ts'
import { requirePersonalWorkspace } from '../workspaces/require-personal-workspace.ts'
import { clearDefault } from './clear-default.ts'
import { toLineUpRow } from './to-line-up-row.ts'

/**
 * Null where the user has as many as `most` already. The new default takes the place of the old one, also of one that is
 * made at the same time: the unique key refuses the later of them, which then runs again, and knows its own row by the id.
 */
export function createLineUp(
  db: Database,
  scope: Scope,
  { most, ...values }: LineUpValues & { most: number },
): Promise<LineUpRow | null> {
  const id = newId()
  return transact(
    db,
    async (tx) => {
      const [earlier] = await tx.select().from(lineUps).where(eq(lineUps.id, id))
      if (earlier) return toLineUpRow(earlier)
      if (await isFull(tx, lineUps, { scope, most })) return null
      if (values.isDefault) await clearDefault(tx, scope)
      const now = new Date()
      const row = {
        id,
        workspaceId: await requirePersonalWorkspace(tx, scope),
        userId: scope.userId,
        name: values.name,
        settings: values.settings,
        defaultOf: values.isDefault ? scope.userId : null,
        createdAt: now,
        updatedAt: now,
      }
      await tx.insert(lineUps).values(row)
      return toLineUpRow(row)
    },
    { isRepeatable: true },
  )
}
