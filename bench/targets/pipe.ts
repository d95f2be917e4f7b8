import type { Cores } from '../measure/cores.ts'
import { createHttpReader } from './http-reader.ts'
import { startProcess } from './start-process.ts'
import type { Target } from './target.ts'

/** A bare node:http server that passes each answer's bytes on: one request a stream, nothing read, nothing kept. */
export async function startPipe(upstreamUrl: string, cores: Cores | null): Promise<Target> {
  const args = ['--import', 'tsx', 'bench/targets/servers/pipe-server.ts', upstreamUrl]
  const { pid, address, stop } = await startProcess({ args, cores, ready: /listening at (\S+)/ })
  return {
    name: 'pipe',
    pid,
    openReader: (streams) => Promise.resolve(createHttpReader({ url: address }, streams)),
    close: stop,
  }
}

/** Reads the upstream itself: what a target adds is told against this. */
export function createDirect(upstreamUrl: string): Target {
  return {
    name: 'direct',
    pid: process.pid,
    openReader: (streams) =>
      Promise.resolve(createHttpReader({ url: `${upstreamUrl}/chat/completions` }, streams)),
    close: () => Promise.resolve(),
  }
}
