import { and, eq, isNull } from 'drizzle-orm'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import type { UndoRewindOutcome } from '../../records/rewind.ts'
import type { Scope } from '../../records/scope.ts'
import { messages } from '../../schema/messages.ts'
import { rewinds } from '../../schema/rewinds.ts'
import { archiveFrom } from './archive-from.ts'
import { lockWindow } from './lock-window.ts'
import { markHistory } from './mark-history.ts'

/**
 * Brings back what a rewind archived. What was added in its place since is archived by a rewind of its own, whose id this
 * gives. The same again changes nothing. Null where the user has no such rewind.
 */
export function undoRewind(db: Database, scope: Scope, rewindId: string): Promise<UndoRewindOutcome | null> {
  const work = async (tx: Database): Promise<UndoRewindOutcome | null> => {
    const known = await findRewind(tx, rewindId)
    const locked = known && (await lockWindow(tx, scope, known.windowId))
    // Under the lock it is read anew: another may have been quicker.
    const rewind = locked && (await findRewind(tx, rewindId))
    if (!rewind) return null
    const place = { sessionId: locked.sessionId, windowId: rewind.windowId }
    if (rewind.undoneAt !== null) return { ...place, outcome: 'rewound', rewindId: null }
    const { runningMessageId, nextSeq } = locked.target
    if (runningMessageId !== null) return { ...place, outcome: 'busy', runningMessageId }
    if (!(await hasPlace(tx, rewind))) return { ...place, outcome: 'superseded' }
    const replacedBy = await archiveFrom(tx, rewind.windowId, rewind.afterSeq + 1)
    await bringBack(tx, rewind)
    await markHistory(tx, { ...place, seq: nextSeq })
    return { ...place, outcome: 'rewound', rewindId: replacedBy }
  }
  return transact(db, work, { isRepeatable: true })
}

interface FoundRewind {
  id: string
  windowId: string
  afterSeq: number
  undoneAt: Date | null
}

async function findRewind(tx: Database, id: string): Promise<FoundRewind | null> {
  const { windowId, afterSeq, undoneAt } = rewinds
  const columns = { id: rewinds.id, windowId, afterSeq, undoneAt }
  const [row] = await tx.select(columns).from(rewinds).where(eq(rewinds.id, id))
  return row ?? null
}

async function hasPlace(tx: Database, { windowId, afterSeq }: FoundRewind): Promise<boolean> {
  if (afterSeq === 0) return true
  const isThere = and(
    eq(messages.windowId, windowId),
    eq(messages.seq, afterSeq),
    isNull(messages.archivedBy),
  )
  return (await tx.select({ id: messages.id }).from(messages).where(isThere)).length > 0
}

async function bringBack(tx: Database, { id, windowId }: FoundRewind): Promise<void> {
  const isArchived = and(eq(messages.windowId, windowId), eq(messages.archivedBy, id))
  await tx.update(messages).set({ archivedBy: null }).where(isArchived)
  await tx.update(rewinds).set({ undoneAt: new Date() }).where(eq(rewinds.id, id))
}
