import { and, eq, isNull } from 'drizzle-orm'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import type { MessageRecord } from '../../records/message.ts'
import type { FinishedRun } from '../../records/run.ts'
import { calls } from '../../schema/calls.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { messages } from '../../schema/messages.ts'
import { countRows } from '../count-rows.ts'
import { databaseNow } from '../database-now.ts'
import { messageColumns, toMessage } from '../messages/message-columns.ts'
import { toCallRow, toEndState } from './finished-run-rows.ts'
import { holdsLease } from './holds-lease.ts'

/** Ending a run again under its lease changes nothing. */
const REPEATABLE = { isRepeatable: true }

/**
 * Writes how a run ended: the answer's end state, the call's row and the session's time, in one transaction. Null, and
 * nothing written, where the lease was lost. Finishing a run again under its lease changes nothing and returns what the
 * first time wrote, so that it may be repeated after a lost connection.
 */
export function finishRun(db: Database, run: FinishedRun): Promise<MessageRecord | null> {
  return transact(
    db,
    async (tx) => {
      const now = new Date()
      const result = await tx
        .update(messages)
        .set({ ...toEndState(run), updatedAt: databaseNow })
        .where(holdsLease(run.messageId, run.lease))
      const message = await findEnded(tx, run)
      if (countRows(result) === 0 || !message) return message
      await tx.insert(calls).values(toCallRow(run, message, now))
      await tx.update(chatSessions).set({ updatedAt: now }).where(eq(chatSessions.id, message.sessionId))
      return message
    },
    REPEATABLE,
  )
}

/** A takeover raises the fence, so an ended row with this fence was ended under this lease. */
async function findEnded(tx: Database, run: FinishedRun): Promise<MessageRecord | null> {
  const [row] = await tx
    .select(messageColumns)
    .from(messages)
    .where(
      and(
        eq(messages.id, run.messageId),
        eq(messages.leaseFence, run.lease.fence),
        isNull(messages.leaseOwner),
      ),
    )
  return row ? toMessage(row) : null
}
