import { spawn } from 'node:child_process'
import type { ServerFiles } from '../embedded/server-files.ts'

/** Ends without doing anything once it is told a line; a closed pipe without one means that the tests were killed. */
const SCRIPT = 'read -r _ && exit; kill -9 "$(cat "$1")"; rm -rf "$2"'

/**
 * Has a shell of its own process group end the server and remove its folder when this process dies, however it dies: the
 * system closes a dead process's pipes. The returned function lets the shell go.
 */
export function watchOverServer(files: ServerFiles, folder: string): () => void {
  const shell = spawn('sh', ['-c', SCRIPT, 'sh', files.pid, folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  shell.unref()
  // What it would say of a pipe that its reader closed is of no use to anybody.
  shell.stdin.on('error', () => undefined)
  return () => void shell.stdin.end('\n')
}
