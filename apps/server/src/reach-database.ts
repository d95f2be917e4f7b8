import { findRunningDatabase, startEmbeddedDatabase } from '@chatmore/db/embedded'
import type { Logger } from 'pino'
import type { Environment } from './env.ts'
import { explainDatabaseError } from './explain-start-error.ts'

export interface ReachedDatabase {
  url: string
  /** Whether it is the embedded database of a server that runs: it lasts as long as that one. */
  isServing: boolean
  /** Stops it where it was started for this. */
  leave(): Promise<void>
}

/** The database that is configured, for a command: the embedded one beside a server that runs, or started for as long as it takes. */
export async function reachDatabase(
  { databaseUrl, dataDir }: Environment,
  log: Logger,
): Promise<ReachedDatabase> {
  const leave = () => Promise.resolve()
  if (databaseUrl !== null) return { url: databaseUrl, isServing: false, leave }
  try {
    const running = await findRunningDatabase(dataDir)
    if (running !== null) return { url: running, isServing: true, leave }
    const { url, stop } = await startEmbeddedDatabase({ dataDir, log })
    return { url, isServing: false, leave: stop }
  } catch (error) {
    throw explainDatabaseError(error)
  }
}
