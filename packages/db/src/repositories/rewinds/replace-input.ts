import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import type { AppendedTurns } from '../../records/message.ts'
import type { EditRequest } from '../../records/rewind.ts'
import { appendTurns } from '../messages/append-turns.ts'
import { archiveFrom } from './archive-from.ts'
import { noteHistory } from './mark-history.ts'

/**
 * Archives an input with all that follows it, and writes another with its pending answer, in one transaction. Refused by a
 * unique key where the window has got another message since, or the client message was sent before.
 */
export function replaceInput(
  db: Database,
  { replaced, window, ...values }: EditRequest,
): Promise<AppendedTurns> {
  return transact(db, async (tx) => {
    await archiveFrom(tx, window.id, replaced.seq)
    await noteHistory(tx, window.id, window.nextSeq)
    return appendTurns(tx, { ...values, windows: [window] })
  })
}
