import { inArray } from 'drizzle-orm'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import type { CallSource } from '../../records/call-source.ts'
import type { FinishedRun } from '../../records/run.ts'
import { calls as callsTable } from '../../schema/calls.ts'
import { addUsage, insertCalls } from '../calls/write-calls.ts'
import { findPersonalWorkspaces } from '../workspaces/find-personal-workspaces.ts'
import { toBodyRow, toCallRow } from './finished-run-rows.ts'

/** A call that wrote no message. Of the user's own workspace where none is named. */
export interface LooseCall extends Omit<FinishedRun, keyof typeof nothing | 'call'> {
  /** Its own: decides whether it is in the log already. */
  id: string
  endedAt: Date
  source: CallSource
  sessionId?: string | undefined
  call: Omit<FinishedRun['call'], 'workspaceId' | 'purpose'> & { workspaceId?: string | undefined }
}

const nothing = {
  lease: { owner: '', fence: 0 },
  content: '',
  reasoning: '',
  thinkingMs: null,
  asked: null,
  messageId: '',
}

/**
 * Writes calls that have ended into the log, with what they used, in one transaction of a fixed number of statements. Each is
 * written once, however often this is repeated with it, as after a lost connection. All must fit into one statement.
 */
export async function recordCalls(db: Database, calls: LooseCall[]): Promise<void> {
  await transact(
    db,
    async (tx) => {
      const fresh = await withoutKnown(tx, calls)
      if (fresh.length === 0) return
      const written = await toRows(tx, fresh)
      const rows = written.map(({ row }) => row)
      await insertCalls(
        tx,
        rows,
        written.flatMap(({ body }) => body ?? []),
      )
      await addUsage(tx, rows)
    },
    { isRepeatable: true },
  )
}

async function withoutKnown(tx: Database, calls: LooseCall[]): Promise<LooseCall[]> {
  const ids = calls.map(({ id }) => id)
  const rows = await tx.select({ id: callsTable.id }).from(callsTable).where(inArray(callsTable.id, ids))
  const known = new Set(rows.map(({ id }) => id))
  return calls.filter(({ id }) => !known.has(id))
}

async function toRows(tx: Database, calls: LooseCall[]) {
  const homeless = calls.filter(({ call }) => call.workspaceId === undefined)
  const workspaces = await findPersonalWorkspaces(
    tx,
    homeless.map(({ call }) => call.userId),
  )
  return calls.map(({ id, endedAt, source, sessionId, ...loose }) => {
    const workspaceId = loose.call.workspaceId ?? workspaces.get(loose.call.userId)
    if (workspaceId === undefined) throw new Error(`User ${loose.call.userId} has no personal workspace.`)
    const run = { ...nothing, ...loose, call: { ...loose.call, workspaceId } }
    const row = toCallRow(run, { attempt: 1, sessionId: '' }, endedAt)
    return {
      row: { ...row, id, source, sessionId: sessionId ?? null, messageId: null },
      body: toBodyRow(run, id, endedAt),
    }
  })
}
