import { migrateDatabase, openDatabase, type Database } from '@chatmore/db'
import { explainDatabaseError } from '../explain-start-error.ts'
import { migrationsFolder } from '../paths.ts'
import { reachDatabase, type ReachedDatabase } from '../reach-database.ts'
import type { CommandContext } from './command.ts'

/** Does a command's work on the database as it is, beside a server or without one. */
export async function withReached<T>(
  { environment, log }: CommandContext,
  work: (reached: ReachedDatabase) => Promise<T>,
): Promise<T> {
  const reached = await reachDatabase(environment, log)
  try {
    return await work(reached)
  } finally {
    await reached.leave()
  }
}

/** The same on a database that was brought up to date, as a start does it. */
export function withDatabase<T>(context: CommandContext, work: (db: Database) => Promise<T>): Promise<T> {
  return withReached(context, async ({ url }) => {
    await migrateDatabase(url, { migrationsFolder }).catch((error: unknown) => {
      throw explainDatabaseError(error)
    })
    const { db, close } = openDatabase(url)
    try {
      return await work(db)
    } finally {
      await close()
    }
  })
}
