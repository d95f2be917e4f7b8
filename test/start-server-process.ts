import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { unsetVariables, type Variables } from '../apps/server/src/env.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

export interface FinishedProcess {
  code: number | null
  output: string
}

export interface ServerProcess {
  url: string
  pid: number
  /** Everything printed so far. */
  output(): string
  /** `kill -9`: no handler runs, nothing is flushed. */
  kill(): Promise<FinishedProcess>
  /** As a service manager or Ctrl-C does it. */
  stop(signal?: 'SIGTERM' | 'SIGINT'): Promise<FinishedProcess>
}

/** Starts the real server, from source, as a process of its own. Rejects with what it printed when it ends before it listens. */
export async function startServerProcess(variables: Variables): Promise<ServerProcess> {
  const { child, output, finished } = spawnServer(variables)
  const address = new Promise<string>((resolve) => {
    child.stdout.on('data', () => {
      const found = /Address\s+(\S+)/.exec(output())
      if (found?.[1]) resolve(found[1])
    })
  })
  const early = finished.then(({ code, output: text }) => {
    throw new Error(`The server ended with ${code}:\n${text}`)
  })
  const url = await Promise.race([address, early])
  early.catch(() => undefined)
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal)
    return finished
  }
  return {
    url,
    pid: child.pid ?? 0,
    output,
    kill: () => end('SIGKILL'),
    stop: (signal = 'SIGTERM') => end(signal),
  }
}

/** Runs the server to its end, for starts that must fail. */
export function runServerProcess(variables: Variables): Promise<FinishedProcess> {
  return spawnServer(variables).finished
}

function spawnServer(variables: Variables) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'apps/server/src/main.ts'], {
    cwd: root,
    env: { ...process.env, ...unsetVariables, PORT: '0', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const chunks: Buffer[] = []
  child.stdout.on('data', (bytes: Buffer) => chunks.push(bytes))
  child.stderr.on('data', (bytes: Buffer) => chunks.push(bytes))
  const output = () => Buffer.concat(chunks).toString()
  const finished = once(child, 'close').then(([code]) => ({ code: code as number | null, output: output() }))
  return { child, output, finished }
}
