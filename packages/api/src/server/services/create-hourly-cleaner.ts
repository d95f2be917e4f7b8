import { describeError } from '../errors/describe-error.ts'
import type { Clock } from '../generation/ports.ts'
import type { Log } from '../log.ts'

const EVERY_MS = 60 * 60 * 1000

interface CleanerParts {
  clock: Clock
  log: Log
  remove: () => Promise<unknown>
  /** What the log says where that fails: it is tried again an hour later. */
  failure: string
}

/** Removes what is kept no longer, at its start and once an hour. */
export function createHourlyCleaner({ clock, log, remove, failure }: CleanerParts) {
  let cancel = () => {}
  let isStopped = false

  async function clean(): Promise<void> {
    try {
      await remove()
    } catch (error) {
      log.warn({ error: describeError(error) }, failure)
    }
    if (!isStopped) cancel = clock.schedule(EVERY_MS, () => void clean())
  }

  return {
    start: () => void clean(),
    stop() {
      isStopped = true
      cancel()
    },
  }
}
