import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { unsetVariables, type Variables } from '../apps/server/src/env.ts'

/** The built server. */
export const serverMain = fileURLToPath(new URL('../apps/server/dist/main.js', import.meta.url))

export interface FinishedProcess {
  code: number | null
  output: string
}

export interface ServerProcess extends AsyncDisposable {
  url: string
  pid: number
  /** Everything printed so far. */
  output(): string
  /** `kill -9`: no handler runs, nothing is flushed. */
  kill(): Promise<FinishedProcess>
  /** As a service manager or Ctrl-C does it. */
  stop(signal?: 'SIGTERM' | 'SIGINT'): Promise<FinishedProcess>
  /** `SIGSTOP`: it keeps its sockets and does nothing. */
  pause(): void
  resume(): void
  readonly finished: Promise<FinishedProcess>
}

/** Starts the built server as a process of its own. Rejects with what it printed when it ends before it listens. */
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
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    finished,
    [Symbol.asyncDispose]: async () => void (await end('SIGKILL')),
  }
}

/** Runs the server, or one of its commands, to its end, or until the signal says that `kill -9` ends it. */
export function runServerProcess(
  variables: Variables,
  killing?: AbortSignal,
  words: string[] = [],
): Promise<FinishedProcess> {
  const { child, finished } = spawnServer(variables, words)
  killing?.addEventListener('abort', () => child.kill('SIGKILL'))
  return finished
}

function spawnServer(variables: Variables, words: string[] = []) {
  if (!existsSync(serverMain)) throw new Error('The server is not built: run npm run build.')
  const child = spawn(process.execPath, [serverMain, ...words], {
    env: { ...process.env, ...unsetVariables, NODE_ENV: 'production', PORT: '0', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const chunks: Buffer[] = []
  child.stdout.on('data', (bytes: Buffer) => chunks.push(bytes))
  child.stderr.on('data', (bytes: Buffer) => chunks.push(bytes))
  const output = () => Buffer.concat(chunks).toString()
  const finished = once(child, 'close').then(([code]) => ({ code: code as number | null, output: output() }))
  return { child, output, finished }
}
