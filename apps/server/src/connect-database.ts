import { migrateDatabase, openDatabase, type Database } from '@chatmore/db'
import { startEmbeddedDatabase } from '@chatmore/db/embedded'
import type { Logger } from 'pino'
import type { Environment } from './env.ts'
import { explainDatabaseError } from './explain-start-error.ts'
import { migrationsFolder } from './paths.ts'

export interface ConnectedDatabase {
  db: Database
  /** Connections apart, for the engine. */
  background: Database
  /** Its `host:port`, which no model's address may lead to; null behind a socket. */
  endpoint: string | null
  ping(): Promise<void>
  close(): Promise<void>
}

/** Starts the embedded database where no other is configured, migrates, and opens the pool. */
export async function connectDatabase(environment: Environment, log: Logger): Promise<ConnectedDatabase> {
  let stopEmbedded = () => Promise.resolve()
  try {
    const embedded =
      environment.databaseUrl === null
        ? await startEmbeddedDatabase({ dataDir: environment.dataDir, log })
        : { url: environment.databaseUrl, stop: () => Promise.resolve() }
    stopEmbedded = () => embedded.stop()
    const { url } = embedded
    await migrateDatabase(url, { migrationsFolder })
    const { db, background, ping, close } = openDatabase(url)
    return {
      db,
      background,
      endpoint: toEndpoint(url),
      ping,
      close: async () => {
        await close()
        await stopEmbedded()
      },
    }
  } catch (error) {
    await stopEmbedded()
    throw explainDatabaseError(error)
  }
}

function toEndpoint(url: string): string | null {
  const { hostname, port, searchParams } = new URL(url)
  return searchParams.has('socketPath') ? null : `${hostname}:${port || 3306}`
}
