import type { Context } from '../context.ts'
import { AppError } from '../errors/app-error.ts'
import { systemClock } from '../generation/system-clock.ts'
import { waitAtMost } from '../generation/wait-at-most.ts'

const LONGEST_WAIT_MS = 10_000

/** No call begins that might not be recorded: while the log cannot be written and too much waits for it, calls wait, too. */
export async function requireLogRoom({ callLog }: Pick<Context, 'callLog'>): Promise<void> {
  const deadline = performance.now() + LONGEST_WAIT_MS
  for (let room = callLog.room(); room; room = callLog.room()) {
    const left = deadline - performance.now()
    if (left <= 0) {
      throw new AppError('UNAVAILABLE', 'calls cannot be recorded at the moment: try again in a moment')
    }
    await waitAtMost(systemClock, left, room)
  }
}
