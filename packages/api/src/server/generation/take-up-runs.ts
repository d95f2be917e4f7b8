import type { RunParts } from './conduct-runs.ts'
import type { LiveRun } from './live-runs.ts'

/** Enters answers into the table of live runs; those that are in it already are left to themselves. */
export function takeUpRuns(
  { live, clock, checkpoints }: RunParts,
  sessionId: string | null,
  messageIds: string[],
): LiveRun[] {
  const begun = messageIds.map((messageId) => live.begin({ messageId, sessionId }, clock.monotonic()))
  checkpoints.wake()
  return begun.filter((run) => run !== null)
}
