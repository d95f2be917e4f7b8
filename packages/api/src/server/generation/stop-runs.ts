import { conductRuns, type RunParts } from './conduct-runs.ts'
import { endRun } from './live-runs.ts'
import { takeUpRuns } from './take-up-runs.ts'
import { waitAtMost } from './wait-at-most.ts'

/** While the database is away a stop is not kept waiting longer: the run has ended, its row follows. */
const PATIENCE_MS = 5000

/**
 * Ends answers as `stopped` and returns how many were. One that was not taken up yet is taken up for that alone, so that
 * it ends without its upstream being called.
 */
export async function stopRuns(parts: RunParts, messageIds: string[]): Promise<number> {
  const { live, clock } = parts
  const unknown = takeUpRuns(parts, null, messageIds)
  const runs = [...new Set(messageIds)].flatMap((messageId) => live.find(messageId) ?? [])
  for (const run of runs) endRun(run, 'stopped')
  void conductRuns(parts, unknown)
  const ends = await Promise.all(runs.map((run) => waitAtMost(clock, PATIENCE_MS, run.ended)))
  return ends.filter((status) => status === 'stopped').length
}
