import { eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { RelayNameRow, RelayNameValues } from '../../records/relay-name.ts'
import { relayNames } from '../../schema/relay-names.ts'
import { toRelayNameRow } from './find-relay-names.ts'

export type RelayNamePatch = { [Name in keyof RelayNameValues]?: RelayNameValues[Name] | undefined }

/** Within a transaction; an absent field stays. Null where there is no such name; its `before` is what it was. */
export async function updateRelayName(
  tx: Database,
  id: string,
  patch: RelayNamePatch,
): Promise<{ before: RelayNameRow; after: RelayNameRow } | null> {
  const [row] = await tx.select().from(relayNames).where(eq(relayNames.id, id)).for('update')
  if (!row) return null
  const changed = {
    name: patch.name ?? row.name,
    mode: patch.mode ?? row.mode,
    modelIds: patch.modelIds ?? row.modelIds,
    updatedAt: new Date(),
  }
  await tx.update(relayNames).set(changed).where(eq(relayNames.id, id))
  return { before: toRelayNameRow(row), after: toRelayNameRow({ ...row, ...changed }) }
}
