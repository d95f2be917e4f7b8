import { listAnswersOf, listRemovedUsers, removeUserData, removeUnsent, type Database } from '@chatmore/db'
import { describeError } from '../errors/describe-error.ts'
import type { Engine } from '../generation/create-engine.ts'
import type { Clock } from '../generation/ports.ts'
import type { Log } from '../log.ts'
import { createHourlyCleaner } from './create-hourly-cleaner.ts'
import type { UserRemover } from './user-remover.ts'

interface RemoverParts {
  database: Database
  engine: Pick<Engine, 'stop'>
  clock: Clock
  log: Log
}

const failure = 'what a removed user had could not be removed'

/** At its start, once an hour and when woken. Several instances may do the same at once: each row is removed by one of them. */
export function createUserRemover({ database, engine, clock, log }: RemoverParts) {
  let running: Promise<void> | null = null
  let isWanted = false

  async function removeAll(): Promise<void> {
    for (const id of await listRemovedUsers(database)) {
      await engine.stop(await listAnswersOf(database, id))
      await removeUserData(database, id)
    }
    // The bytes of their files, where nobody else has the same.
    await removeUnsent(database, new Date(0))
  }

  /** Asked while it runs, it runs once more: the user that it is asked for may not have been there before. */
  async function run(): Promise<void> {
    isWanted = true
    running ??= (async () => {
      while (isWanted) {
        isWanted = false
        await removeAll()
      }
    })().finally(() => (running = null))
    await running
  }

  return {
    ...createHourlyCleaner({ clock, log, remove: run, failure }),
    wake: () => void run().catch((error: unknown) => log.warn({ error: describeError(error) }, failure)),
  } satisfies UserRemover & ReturnType<typeof createHourlyCleaner>
}
