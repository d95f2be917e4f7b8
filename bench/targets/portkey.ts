import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { closeOnce } from '../clean-up.ts'
import type { Cores } from '../measure/cores.ts'
import { createHttpReader } from './http-reader.ts'
import { startProcess } from './start-process.ts'
import type { Target } from './target.ts'

export const PORTKEY = '@portkey-ai/gateway@1.15.2'

/** As it is installed otherwise, it answers streams with 500 (its issues 1389 and 1550). */
const overrides = { '@hono/node-server': '1.14.0' }

export interface InstalledPortkey {
  script: string
  remove(): Promise<void>
}

/** Installs the gateway into a temporary folder: it is no part of what this repository depends on. Rejects with what npm says. */
export async function installPortkey(): Promise<InstalledPortkey> {
  const folder = mkdtempSync(join(tmpdir(), 'chatmore-bench-portkey-'))
  const remove = closeOnce(() => Promise.resolve(rmSync(folder, { recursive: true, force: true })))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, overrides }))
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  await promisify(execFile)('npm', ['install', ...flags, PORTKEY], { cwd: folder, timeout: 180_000 })
  return { script: join(folder, 'node_modules/@portkey-ai/gateway/build/start-server.js'), remove }
}

export interface PortkeyOptions {
  installed: InstalledPortkey
  upstreamUrl: string
  cores: Cores | null
}

/** The gateway as its package starts it, which passes on to an OpenAI-format host that each request names. */
export async function startPortkey({ installed, upstreamUrl, cores }: PortkeyOptions): Promise<Target> {
  const port = await findFreePort()
  const { pid, stop } = await startProcess({
    args: [installed.script, `--port=${port}`, '--headless'],
    variables: { NODE_ENV: 'production' },
    cores,
    ready: /(Ready for connections)/,
  })
  const headers = {
    authorization: 'Bearer sk-bench',
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': upstreamUrl,
  }
  const url = `http://127.0.0.1:${port}/v1/chat/completions`
  return {
    name: 'portkey',
    pid,
    openReader: (streams) => Promise.resolve(createHttpReader({ url, headers }, streams)),
    close: async () => {
      await stop()
      await installed.remove()
    },
  }
}

/** It takes none by itself. */
async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
