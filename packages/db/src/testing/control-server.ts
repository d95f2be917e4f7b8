import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { isServerAlive } from '../embedded/find-running-server.ts'
import { findServerBinary } from '../embedded/find-server-binary.ts'
import { initialiseData } from '../embedded/initialise-data.ts'
import { launchServer } from '../embedded/launch-server.ts'
import type { Durability, ServerOptions } from '../embedded/server-arguments.ts'
import { toServerFiles, type ServerFiles } from '../embedded/server-files.ts'
import { createSettings, toServerUrl } from '../embedded/server-settings.ts'
import { stopServer } from '../embedded/stop-server.ts'

const POLL_MS = 10

export interface TestServerOptions {
  /** Listens on a loopback port instead of a socket file, so that something can stand in between. */
  hasPort?: boolean
  /** `full`: what was committed outlives `kill`. */
  durability?: Durability
  /** Of the server's own, such as `--max-connections=10`. */
  serverArguments?: string[]
  /** Where its data lies, such as a small file system; a temporary folder where absent. */
  dataDir?: string
}

/** A server that can be treated as no server should be. Its address stays the same over every restart. */
export interface ControlledServer {
  url: string
  files: ServerFiles
  /** Ends it as a service manager does; the data stays. */
  shutDown(): Promise<void>
  /** `kill -9`, also of a paused one; the data stays. */
  kill(): Promise<void>
  /** Starts it again on the same data and resolves once it answers. */
  start(): Promise<void>
  restart(): Promise<void>
  /** `SIGSTOP`: it keeps its connections and takes new ones, and answers nothing. Resolves once it stands still. */
  pause(): Promise<void>
  resume(): void
  /** Runs a statement as the server's administrator, also when no more connections are let in. */
  administer(statement: string): Promise<RowDataPacket[]>
}

export interface TestServer extends ControlledServer {
  /** Ends it for good and removes its data. */
  stop(): Promise<void>
}

export async function controlServer(
  dataDir: string,
  { hasPort = false, durability = 'relaxed', serverArguments = [] }: TestServerOptions,
): Promise<ControlledServer> {
  const files = toServerFiles(dataDir)
  mkdirSync(files.temporary, { recursive: true, mode: 0o700 })
  const binary = await findServerBinary()
  const settings = await createSettings(files, binary.flavour, hasPort)
  const options: ServerOptions = { files, settings, durability, more: serverArguments }
  let pid = 0

  async function start(): Promise<void> {
    const server = await launchServer(binary.path, options)
    server.connection.destroy()
    pid = server.pid
  }
  async function shutDown(): Promise<void> {
    await stopServer(files, pid)
  }
  async function kill(): Promise<void> {
    if (isServerAlive(files, pid)) process.kill(pid, 'SIGKILL')
    while (isServerAlive(files, pid)) await delay(POLL_MS)
  }

  await initialiseData(files, binary)
  await start()
  return {
    url: toServerUrl(files, settings),
    files,
    start,
    shutDown,
    kill,
    restart: async () => {
      await shutDown()
      await start()
    },
    pause: async () => {
      process.kill(pid, 'SIGSTOP')
      while (!standsStill(pid)) await delay(POLL_MS)
    },
    resume: () => void process.kill(pid, 'SIGCONT'),
    administer: (statement) => administer(files, statement),
  }
}

/** The server knows the system's user by the socket file. */
async function administer(files: ServerFiles, statement: string): Promise<RowDataPacket[]> {
  const connection = await createConnection({ socketPath: files.socket, user: userInfo().username })
  try {
    const [rows] = await connection.query<RowDataPacket[]>(statement)
    return rows
  } finally {
    connection.destroy()
  }
}

/** Each thread stops at a moment of its own. Elsewhere than on Linux the signal has to do. */
function standsStill(pid: number): boolean {
  if (process.platform !== 'linux') return true
  return readdirSync(`/proc/${pid}/task`).every((thread) => {
    const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T')
  })
}
