import type { Database } from '../../database.ts'
import type { MessageRecord } from '../../records/message.ts'
import type { FinishedRun } from '../../records/run.ts'
import { finishRuns } from './finish-runs.ts'

/** Writes how one run ended, as `finishRuns` does. Null, and nothing written, where the lease was lost. */
export async function finishRun(db: Database, run: FinishedRun): Promise<MessageRecord | null> {
  const [message] = await finishRuns(db, [run])
  return message ?? null
}
