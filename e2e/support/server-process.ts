import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { unsetVariables } from '../../apps/server/src/env.ts'

const mainFile = fileURLToPath(new URL('../../apps/server/dist/main.js', import.meta.url))

export interface ServerProcess {
  readonly url: string
  readonly dataDir: string
  /** Starts the built server on the same port and data folder. */
  start(): Promise<void>
  /** Ends it as the operating system's out-of-memory killer would. */
  kill(): Promise<void>
  /** Ends it as Ctrl-C or a service manager does. */
  stop(): Promise<void>
  /** What it has printed so far. */
  output(): string
}

/** The built server as a process of its own, with its embedded database in `dataDir`. */
export async function createServerProcess(dataDir: string): Promise<ServerProcess> {
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | null = null
  let output = ''

  const end = async (signal: NodeJS.Signals) => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
  }

  return {
    url,
    dataDir,
    output: () => output,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    start: async () => {
      child = spawn(process.execPath, [mainFile], {
        env: {
          ...process.env,
          ...unsetVariables,
          PORT: String(port),
          CHATMORE_DATA_DIR: dataDir,
          CHATMORE_REGISTRATION: 'open',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const printed = new Promise<void>((resolve, reject) => {
        const collect = (chunk: Buffer) => {
          output += chunk.toString()
          if (output.includes(url)) resolve()
        }
        child?.stdout?.on('data', collect)
        child?.stderr?.on('data', collect)
        child?.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${output}`)))
      })
      output = ''
      await printed
    },
  }
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
