import { and, eq, inArray, isNull } from 'drizzle-orm'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import type { MessageRecord } from '../../records/message.ts'
import type { FinishedRun } from '../../records/run.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { messages } from '../../schema/messages.ts'
import { addUsage, insertCalls } from '../calls/write-calls.ts'
import { countRows } from '../count-rows.ts'
import { databaseNow } from '../database-now.ts'
import { messageColumns, toMessage } from '../messages/message-columns.ts'
import { toBodyRow, toCallRow, toEndStates } from './finished-run-rows.ts'
import { byId, holdLeases } from './hold-leases.ts'

/** Ending a run again under its lease changes nothing. */
const REPEATABLE = { isRepeatable: true }

/**
 * Writes how runs ended: the answers' end states, the calls' rows, the sessions' time and the sums of the day, in one
 * transaction of a fixed number of statements. Gives null for each whose lease was lost. Finishing runs again under their leases changes nothing and
 * returns what the first time wrote, so that it may be repeated after a lost connection. Rejects, and writes nothing,
 * where some are held and others not: those are to be finished one by one. Several must fit into one statement.
 */
export function finishRuns(db: Database, runs: FinishedRun[]): Promise<(MessageRecord | null)[]> {
  return transact(
    db,
    async (tx) => {
      const updating = tx.update(messages).set({ ...toEndStates(runs), updatedAt: databaseNow })
      const held = countRows(await updating.where(holdLeases(runs)))
      if (held > 0 && held < runs.length) throw new Error('Some of the runs are held, and others are not.')
      if (held > 0) await nameModels(tx, runs)
      const ended = await findEnded(tx, runs)
      if (held > 0) await noteCalls(tx, runs, ended)
      return runs.map((run) => ended.get(run.messageId) ?? null)
    },
    REPEATABLE,
  )
}

/** Few answers are another model's than they were written for. */
async function nameModels(tx: Database, runs: FinishedRun[]): Promise<void> {
  for (const { messageId, answeredBy } of runs) {
    if (!answeredBy) continue
    const model = { modelId: answeredBy.id, modelName: answeredBy.name }
    await tx.update(messages).set(model).where(eq(messages.id, messageId))
  }
}

/** A takeover raises the fence, so an ended row with this fence was ended under this lease. */
async function findEnded(tx: Database, runs: FinishedRun[]): Promise<Map<string, MessageRecord>> {
  const ids = runs.map((run) => run.messageId)
  const fence = byId(runs, (run) => run.lease.fence)
  const rows = await tx
    .select(messageColumns)
    .from(messages)
    .where(and(inArray(messages.id, ids), eq(messages.leaseFence, fence), isNull(messages.leaseOwner)))
  return new Map(rows.map((row) => [row.id, toMessage(row)]))
}

async function noteCalls(
  tx: Database,
  runs: FinishedRun[],
  ended: Map<string, MessageRecord>,
): Promise<void> {
  const now = new Date()
  const written = runs.flatMap((run) => {
    const message = ended.get(run.messageId)
    return message ? [{ run, row: toCallRow(run, message, now) }] : []
  })
  const rows = written.map(({ row }) => row)
  const bodies = written.flatMap(({ run, row }) => toBodyRow(run, row.id, now) ?? [])
  await insertCalls(tx, rows, bodies)
  const sessionIds = new Set([...ended.values()].map((message) => message.sessionId))
  await tx
    .update(chatSessions)
    .set({ updatedAt: now })
    .where(inArray(chatSessions.id, [...sessionIds]))
  await addUsage(tx, rows)
}
