import { setTimeout as delay } from 'node:timers/promises'
import { rerunServer, type OwnServer } from './run-server.ts'
import type { Durability } from './server-arguments.ts'
import type { ServerFiles } from './server-files.ts'
import { stopServer } from './stop-server.ts'

const FIRST_PAUSE_MS = 100
const MAX_PAUSE_MS = 10_000

export interface EmbeddedDatabaseLog {
  info: (message: string) => void
  warn: (message: string) => void
}

interface Supervision {
  files: ServerFiles
  durability: Durability
  log: EmbeddedDatabaseLog
}

/** Starts the server again whenever it ends by itself. The returned function ends that, and the server. */
export function superviseServer(server: OwnServer, supervision: Supervision): () => Promise<void> {
  let current = server
  let isStopping = false
  let restart = Promise.resolve()

  function watch(): void {
    let isLost = false
    const onLost = (): void => {
      if (isLost || isStopping) return
      isLost = true
      restart = startAgain()
    }
    current.connection.on('error', onLost)
    current.connection.on('end', onLost)
  }

  async function startAgain(): Promise<void> {
    supervision.log.warn('The database ended by itself; starting it again.')
    for (let pauseMs = FIRST_PAUSE_MS; !isStopping; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
      try {
        current = await rerunServer(supervision.files, current, supervision.durability)
        supervision.log.info('The database runs again.')
        return watch()
      } catch (error) {
        supervision.log.warn(error instanceof Error ? error.message : String(error))
        await delay(pauseMs)
      }
    }
  }

  watch()
  return async () => {
    isStopping = true
    await restart
    current.connection.destroy()
    await stopServer(supervision.files, current.pid)
  }
}
