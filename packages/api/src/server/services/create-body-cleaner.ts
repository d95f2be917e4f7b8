import { removeOldBodies, type Database } from '@chatmore/db'
import { describeError } from '../errors/describe-error.ts'
import type { Clock } from '../generation/ports.ts'
import type { Log } from '../log.ts'

const EVERY_MS = 60 * 60 * 1000
const DAY_MS = 24 * 60 * 60 * 1000

interface CleanerParts {
  database: Database
  clock: Clock
  log: Log
  /** How long what calls sent and answered is kept. */
  days: number
}

/** Removes, once an hour, what calls sent and answered longer ago than is kept. */
export function createBodyCleaner({ database, clock, log, days }: CleanerParts) {
  let cancel = () => {}
  let isStopped = false

  async function clean(): Promise<void> {
    try {
      await removeOldBodies(database, new Date(clock.now().getTime() - days * DAY_MS))
    } catch (failure) {
      log.warn({ error: describeError(failure) }, 'what old calls sent and answered could not be removed')
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
