import { removeOldBodies, type Database } from '@chatmore/db'
import type { Clock } from '../generation/ports.ts'
import type { Log } from '../log.ts'
import { createHourlyCleaner } from './create-hourly-cleaner.ts'

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
  return createHourlyCleaner({
    clock,
    log,
    remove: () => removeOldBodies(database, new Date(clock.now().getTime() - days * DAY_MS)),
    failure: 'what old calls sent and answered could not be removed',
  })
}
