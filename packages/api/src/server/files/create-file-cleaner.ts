import { removeUnsent, type Database } from '@chatmore/db'
import { describeError } from '../errors/describe-error.ts'
import type { Clock } from '../generation/ports.ts'
import type { Log } from '../log.ts'

const EVERY_MS = 60 * 60 * 1000
/** For so long a file that was uploaded waits to be sent. */
const KEPT_MS = 24 * 60 * 60 * 1000

interface CleanerParts {
  database: Database
  clock: Clock
  log: Log
}

/** Removes, once an hour, what was uploaded and never sent. */
export function createFileCleaner({ database, clock, log }: CleanerParts) {
  let cancel = () => {}
  let isStopped = false

  async function clean(): Promise<void> {
    try {
      await removeUnsent(database, new Date(Date.now() - KEPT_MS))
    } catch (failure) {
      log.warn({ error: describeError(failure) }, 'files that were never sent could not be removed')
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
