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

/** Null where the user has as many as `most` already. The new default takes the place of the old one. */
export function createLineUp(
  db: Database,
  scope: Scope,
  { most, ...values }: LineUpValues & { most: number },
): Promise<LineUpRow | null> {
  return transact(db, async (tx) => {
    if (await isFull(tx, lineUps, { scope, most })) return null
    if (values.isDefault) await clearDefault(tx, scope)
    const now = new Date()
    const row = {
      id: newId(),
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
  })
}
