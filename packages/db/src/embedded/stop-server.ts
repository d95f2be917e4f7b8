import { setTimeout as delay } from 'node:timers/promises'
import { isServerAlive } from './find-running-server.ts'
import type { ServerFiles } from './server-files.ts'

const POLL_MS = 20
const TIMEOUT_MS = 60_000

/** Shuts the server down cleanly and waits until it is gone. It may be no child of ours, so its exit cannot be listened for. */
export async function stopServer(files: ServerFiles, pid: number): Promise<void> {
  if (!isServerAlive(files, pid)) return
  process.kill(pid, 'SIGTERM')
  const deadline = Date.now() + TIMEOUT_MS
  while (isServerAlive(files, pid)) {
    // What was committed is on disk: the next start recovers it.
    if (Date.now() > deadline) return void process.kill(pid, 'SIGKILL')
    await delay(POLL_MS)
  }
}
