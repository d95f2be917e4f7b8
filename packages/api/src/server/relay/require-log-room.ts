import type { Context } from '../context.ts'
import { AppError } from '../errors/app-error.ts'
import { systemClock } from '../generation/system-clock.ts'
import { waitAtMost } from '../generation/wait-at-most.ts'

const LONGEST_WAIT_MS = 5000

/** No call begins that might not be recorded: while the log cannot be written and too much waits for it, calls wait, too. */
export async function requireLogRoom({ callLog }: Pick<Context, 'callLog'>): Promise<void> {
  const room = callLog.room()
  if (!room) return
  await waitAtMost(systemClock, LONGEST_WAIT_MS, room)
  if (callLog.room()) {
    throw new AppError('UNAVAILABLE', 'calls cannot be recorded at the moment: try again in a moment')
  }
}
