import type { Database } from '../../database.ts'
import type { CallSource } from '../../records/call.ts'
import type { FinishedRun } from '../../records/run.ts'
import { calls } from '../../schema/calls.ts'
import { toCallRow } from './finished-run-rows.ts'

/** A call that wrote no message. */
export type LooseCall = Omit<
  FinishedRun,
  'messageId' | 'lease' | 'content' | 'reasoning' | 'thinkingMs' | 'asked'
>

/** Writes a call of the server's own into the log. */
export async function recordCall(db: Database, source: CallSource, call: LooseCall): Promise<void> {
  const nothing = {
    lease: { owner: '', fence: 0 },
    content: '',
    reasoning: '',
    thinkingMs: null,
    asked: null,
  }
  const row = toCallRow({ ...nothing, ...call, messageId: '' }, { attempt: 1 }, new Date())
  await db.insert(calls).values({ ...row, source, messageId: null })
}
