import type { Clock } from './ports.ts'
import { sleep } from './sleep.ts'

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5000

export interface KeepTryingOptions {
  clock: Clock
  /** How long to go on after the first failure, in milliseconds. */
  withinMs: number
  /** Once aborted, the next failure is the last. */
  signal: AbortSignal
  /** Called for each failure that another try follows. */
  onFailure: (failure: unknown) => void
}

/** Does what may fail while the database is away, again and again with growing pauses; throws the last failure. */
export async function keepTrying<T>(work: () => Promise<T>, options: KeepTryingOptions): Promise<T> {
  const deadline = options.clock.monotonic() + options.withinMs
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await work()
    } catch (failure) {
      const isLate = options.clock.monotonic() + pauseMs > deadline
      if (isLate || options.signal.aborted) throw failure
      options.onFailure(failure)
    }
    await sleep(options.clock, pauseMs)
  }
}
