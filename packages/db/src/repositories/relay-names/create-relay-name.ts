import type { Database } from '../../database.ts'
import { newId } from '../../new-id.ts'
import type { RelayNameRow, RelayNameValues } from '../../records/relay-name.ts'
import { relayNames } from '../../schema/relay-names.ts'
import { toRelayNameRow } from './find-relay-names.ts'

/** Within a transaction, which throws `DuplicateKeyError` for a name that is taken. */
export async function createRelayName(tx: Database, values: RelayNameValues): Promise<RelayNameRow> {
  const now = new Date()
  const row = { ...values, id: newId(), createdAt: now, updatedAt: now }
  await tx.insert(relayNames).values(row)
  return toRelayNameRow(row)
}
