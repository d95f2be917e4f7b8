import { removeUnsent, type Database } from '@chatmore/db'
import type { Clock } from '../generation/ports.ts'
import type { Log } from '../log.ts'
import { createHourlyCleaner } from '../services/create-hourly-cleaner.ts'

/** For so long a file that was uploaded waits to be sent. */
const KEPT_MS = 24 * 60 * 60 * 1000

interface CleanerParts {
  database: Database
  clock: Clock
  log: Log
}

/** Removes, once an hour, what was uploaded and never sent. */
export function createFileCleaner({ database, clock, log }: CleanerParts) {
  return createHourlyCleaner({
    clock,
    log,
    remove: () => removeUnsent(database, new Date(Date.now() - KEPT_MS)),
    failure: 'files that were never sent could not be removed',
  })
}
