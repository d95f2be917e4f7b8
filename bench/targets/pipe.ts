import type { Cores } from '../measure/cores.ts'
import type { Receiver } from '../load/receiver.ts'
import { toChatBody } from './chat-body.ts'
import { post } from './post-json.ts'
import { startProcess } from './start-process.ts'
import type { Reader, Target, TurnOrder } from './target.ts'

/** A bare node:http server that passes each answer's bytes on: one request a stream, nothing read, nothing kept. */
export async function startPipe(upstreamUrl: string, cores: Cores | null): Promise<Target> {
  const args = ['--import', 'tsx', 'bench/targets/servers/pipe-server.ts', upstreamUrl]
  const { pid, address, stop } = await startProcess({ args, cores, ready: /listening at (\S+)/ })
  return {
    name: 'pipe',
    pid,
    openReader: (streams) => Promise.resolve(createHttpReader(address, streams)),
    close: stop,
  }
}

/** Reads the upstream itself: what a target adds is told against this. */
export function createDirect(upstreamUrl: string): Target {
  return {
    name: 'direct',
    pid: process.pid,
    openReader: (streams) => Promise.resolve(createHttpReader(`${upstreamUrl}/chat/completions`, streams)),
    close: () => Promise.resolve(),
  }
}

function createHttpReader(url: string, streams: number[]): Reader {
  return {
    ask: async (order, receiver) => {
      await Promise.all(streams.map((stream) => readStream({ url, stream, order, receiver })))
    },
    close: () => Promise.resolve(),
  }
}

interface StreamRead {
  url: string
  stream: number
  order: TurnOrder
  receiver: Receiver
}

async function readStream({ url, stream, order, receiver }: StreamRead): Promise<void> {
  const response = await post({ url, body: toChatBody(stream, order) })
  await new Promise((resolve, reject) => {
    response.on('data', (bytes: Buffer) => receiver.takeBytes(stream, bytes))
    response.on('end', resolve)
    response.on('error', reject)
  })
  receiver.end(stream)
}
