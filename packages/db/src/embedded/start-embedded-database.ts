import { accessSync, constants, mkdirSync } from 'node:fs'
import { EmbeddedDatabaseError } from './embedded-database-error.ts'
import { lockFolder } from './lock-folder.ts'
import { runServer } from './run-server.ts'
import type { Durability } from './server-arguments.ts'
import { toServerFiles, type ServerFiles } from './server-files.ts'
import { toServerUrl } from './server-settings.ts'
import { superviseServer, type EmbeddedDatabaseLog } from './supervise-server.ts'

export type { EmbeddedDatabaseLog }

export interface EmbeddedDatabaseOptions {
  /** ChatMore's data folder; the database lives in its folder `mysql`. */
  dataDir: string
  log: EmbeddedDatabaseLog
  /** `relaxed` gives up durability for speed, for tests. */
  durability?: Durability | undefined
}

export interface EmbeddedDatabase {
  /** For `openDatabase` and `migrateDatabase`. Holds a password: not for a log. */
  url: string
  /** Shuts the database down cleanly and gives the folder free. */
  stop: () => Promise<void>
}

/**
 * Runs a private MariaDB or MySQL on `<dataDir>/mysql`, set up at the first start. One that a killed ChatMore left running is
 * taken over; one that dies is started again. Throws an `EmbeddedDatabaseError` with a plain sentence.
 */
export async function startEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const { dataDir, log, durability = 'full' } = options
  const files = toServerFiles(dataDir)
  createFolders(files)
  const lock = lockFolder(files.lock)
  if ('heldBy' in lock) throw inUse(files, lock.heldBy)
  try {
    const server = await runServer(files, durability)
    const stopServer = superviseServer(server, { files, durability, log })
    const stop = async (): Promise<void> => {
      await stopServer()
      lock.release()
    }
    return { url: toServerUrl(files, server.settings), stop }
  } catch (error) {
    lock.release()
    throw error
  }
}

function createFolders(files: ServerFiles): void {
  try {
    mkdirSync(files.temporary, { recursive: true, mode: 0o700 })
    accessSync(files.root, constants.W_OK)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    const sentence = `The folder ${files.root} cannot be written to (${reason}); make it writable, or choose another data folder.`
    throw new EmbeddedDatabaseError('START_FAILED', sentence, error)
  }
}

function inUse(files: ServerFiles, pid: number): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError(
    'FOLDER_IN_USE',
    `The database in ${files.root} is in use by another ChatMore (process ${pid}); stop that one, or give this one a data folder of its own.`,
  )
}
