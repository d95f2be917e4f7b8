import { and, eq } from 'drizzle-orm'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import type { RewindOutcome, RewindRequest } from '../../records/rewind.ts'
import type { Scope } from '../../records/scope.ts'
import { messages } from '../../schema/messages.ts'
import { rewinds } from '../../schema/rewinds.ts'
import { archiveFrom } from './archive-from.ts'
import { lockWindow } from './lock-window.ts'
import { markHistory } from './mark-history.ts'

/**
 * Archives the messages of a window from an input on, or all of them. The same again changes nothing and gives the same
 * rewind. Null where the user has no such window, or it no such input.
 */
export function rewindWindow(
  db: Database,
  scope: Scope,
  { windowId, messageId }: RewindRequest,
): Promise<RewindOutcome | null> {
  const work = async (tx: Database): Promise<RewindOutcome | null> => {
    const locked = await lockWindow(tx, scope, windowId)
    if (!locked) return null
    const place = { sessionId: locked.sessionId, windowId }
    const input = messageId === undefined ? null : await findInput(tx, windowId, messageId)
    if (input === undefined) return null
    if (input?.archivedBy) return toEarlier(tx, place, { seq: input.seq, rewindId: input.archivedBy })
    const { runningMessageId, nextSeq } = locked.target
    if (runningMessageId !== null) return { ...place, outcome: 'busy', runningMessageId }
    const rewindId = await archiveFrom(tx, windowId, input?.seq ?? 1)
    if (rewindId !== null) await markHistory(tx, { ...place, seq: nextSeq })
    return { ...place, outcome: 'rewound', rewindId }
  }
  return transact(db, work, { isRepeatable: true })
}

async function findInput(tx: Database, windowId: string, messageId: string) {
  const [row] = await tx
    .select({ seq: messages.seq, archivedBy: messages.archivedBy })
    .from(messages)
    .where(and(eq(messages.id, messageId), eq(messages.windowId, windowId), eq(messages.role, 'user')))
  return row
}

/** Its own rewind, where that began with it; else it is no longer there to rewind to. */
async function toEarlier(
  tx: Database,
  place: { sessionId: string; windowId: string },
  { seq, rewindId }: { seq: number; rewindId: string },
): Promise<RewindOutcome | null> {
  const isOwn = and(eq(rewinds.id, rewindId), eq(rewinds.fromSeq, seq))
  const [rewind] = await tx.select({ id: rewinds.id }).from(rewinds).where(isOwn)
  return rewind ? { ...place, outcome: 'rewound', rewindId } : null
}
