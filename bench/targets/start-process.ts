import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { closeOnce } from '../clean-up.ts'
import type { Cores } from '../measure/cores.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Longer than the server's own grace. */
const STOP_MS = 30_000

export interface ProcessOptions {
  /** The script and its arguments, for Node. */
  args: string[]
  variables?: Record<string, string | undefined>
  cores: Cores | null
  /** Finds in what was printed that the process is ready, and where. */
  ready: RegExp
}

export interface StartedProcess {
  pid: number
  /** What `ready` found. */
  address: string
  /** The last of what it printed. */
  output(): string
  stop(): Promise<void>
}

/** Starts a process on the measured core. Rejects with what it printed when it ends before it is ready. */
export async function startProcess(options: ProcessOptions): Promise<StartedProcess> {
  const [command = '', ...args] = [...(options.cores?.prefix ?? []), process.execPath, ...options.args]
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...options.variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = closeOnce(async () => {
    child.kill('SIGTERM')
    // One that is flooded may not get round to it.
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
    await finished
    clearTimeout(timer)
  })
  let output = ''
  const finished = once(child, 'close')
  const address = await new Promise<string>((resolve, reject) => {
    const read = (bytes: Buffer) => {
      output = (output + bytes.toString()).slice(-20_000)
      const found = options.ready.exec(output)?.[1]
      if (found !== undefined) resolve(found)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    void finished.then(() => reject(new Error(`${args.join(' ')} ended:\n${output}`)))
  })
  return {
    pid: child.pid ?? 0,
    address,
    output: () => output,
    stop,
  }
}
