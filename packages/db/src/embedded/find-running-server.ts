import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { connectServer } from './connect-server.ts'
import { EmbeddedDatabaseError } from './embedded-database-error.ts'
import type { RunningServer } from './launch-server.ts'
import { findProcess } from './process-info.ts'
import type { ServerFiles } from './server-files.ts'
import type { ServerSettings } from './server-settings.ts'

const POLL_MS = 50
const TIMEOUT_MS = 120_000

/**
 * The server that a killed ChatMore left behind on this folder, once it answers: it may still be recovering. Null where
 * there is none, or where it was on its way down and is gone by now.
 */
export async function findRunningServer(
  files: ServerFiles,
  settings: ServerSettings,
): Promise<RunningServer | null> {
  const deadline = Date.now() + TIMEOUT_MS
  for (;;) {
    const pid = readServerPid(files)
    const connection = await connectServer(files, settings)
    if (connection) return { pid, connection }
    if (!isServerAlive(files, pid)) return null
    if (Date.now() > deadline) throw stuck(files, pid)
    await delay(POLL_MS)
  }
}

/** Whether this process is a database server on this folder, rather than another that was given its number. */
export function isServerAlive(files: ServerFiles, pid: number): boolean {
  const found = pid > 0 ? findProcess(pid) : null
  return found !== null && (found.isEnding || found.command.includes(files.data))
}

function readServerPid(files: ServerFiles): number {
  try {
    return Number.parseInt(readFileSync(files.pid, 'utf8'), 10) || 0
  } catch {
    return 0
  }
}

function stuck(files: ServerFiles, pid: number): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError(
    'START_FAILED',
    `A database server from an earlier start (process ${pid}) holds ${files.root} and does not answer; end it and start again.`,
  )
}
