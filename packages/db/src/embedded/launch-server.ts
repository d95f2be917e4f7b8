import { spawn } from 'node:child_process'
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { Connection } from 'mysql2/promise'
import { connectServer } from './connect-server.ts'
import { EmbeddedDatabaseError } from './embedded-database-error.ts'
import { toInitScript, toServerArguments, type ServerOptions } from './server-arguments.ts'
import type { ServerFiles } from './server-files.ts'

const POLL_MS = 20
/** Recovery after a crash reads the whole redo log. */
const START_TIMEOUT_MS = 180_000
const MAX_LOG_BYTES = 4 * 1024 * 1024

export interface RunningServer {
  pid: number
  connection: Connection
}

/**
 * Starts the server and waits until it answers. It runs in a process group of its own: Ctrl-C in the terminal reaches
 * ChatMore alone, which then stops it in its turn.
 */
export async function launchServer(binaryPath: string, options: ServerOptions): Promise<RunningServer> {
  const { files } = options
  // Cleaners of temporary folders may have taken it since ChatMore started, and without it no server starts.
  mkdirSync(files.temporary, { recursive: true, mode: 0o700 })
  rotateLog(files)
  const logStart = toSize(files.log)
  writeFileSync(files.initScript, toInitScript(options.settings), { mode: 0o600 })
  const server = spawnServer(binaryPath, options)
  try {
    const connection = await waitUntilReady(options, server)
    return { pid: server.pid, connection }
  } catch (error) {
    throw new EmbeddedDatabaseError('START_FAILED', toSentence(files, logStart), error)
  } finally {
    rmSync(files.initScript, { force: true })
  }
}

interface SpawnedServer {
  pid: number
  hasEnded: () => boolean
}

function spawnServer(binaryPath: string, options: ServerOptions): SpawnedServer {
  const log = openSync(options.files.log, 'a', 0o600)
  const child = spawn(binaryPath, toServerArguments(options), { detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  let hasEnded = false
  child.once('error', () => (hasEnded = true))
  child.once('exit', () => (hasEnded = true))
  child.unref()
  return { pid: child.pid ?? 0, hasEnded: () => hasEnded }
}

async function waitUntilReady(options: ServerOptions, server: SpawnedServer): Promise<Connection> {
  const deadline = Date.now() + START_TIMEOUT_MS
  while (Date.now() < deadline) {
    const connection = await connectServer(options.files, options.settings)
    if (connection) return connection
    if (server.hasEnded()) throw new Error('The database server ended.')
    await delay(POLL_MS)
  }
  throw new Error('The database server did not answer in time.')
}

function rotateLog(files: ServerFiles): void {
  if (toSize(files.log) > MAX_LOG_BYTES) renameSync(files.log, `${files.log}.old`)
}

function toSize(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

/** Names the first error of this start: those that follow are its consequences. */
function toSentence(files: ServerFiles, logStart: number): string {
  const lines = readFileSync(files.log).subarray(logStart).toString().split('\n')
  const reason = lines.find((line) => /\[ERROR\]/.test(line))?.replace(/^.*?\[ERROR\]\s*/, '')
  const cause = reason ? `: ${reason.trim()}` : ''
  return `The database in ${files.root} did not start${cause} (its log is ${files.log})`
}
