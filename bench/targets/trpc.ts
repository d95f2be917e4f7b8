import type { Cores } from '../measure/cores.ts'
import type { BenchEvent } from './bench-event.ts'
import { followEvents } from './follow-events.ts'
import { openSocket } from './open-socket.ts'
import { startProcess } from './start-process.ts'
import type { Reader, Target } from './target.ts'

interface Envelope {
  id: number
  result?: { type: 'started' | 'data' | 'stopped'; data?: BenchEvent }
  error?: { message: string }
}

/** tRPC over WebSocket with a yield for each token, one subscription for all windows of a user's message. */
export async function startTrpc(upstreamUrl: string, cores: Cores | null): Promise<Target> {
  const args = ['--import', 'tsx', 'bench/targets/servers/trpc-server.ts', upstreamUrl]
  const { pid, address, stop } = await startProcess({ args, cores, ready: /listening at (\S+)/ })
  return { name: 'trpc-0', pid, openReader: (streams) => openReader(address, streams), close: stop }
}

async function openReader(address: string, streams: number[]): Promise<Reader> {
  const socket = await openSocket(address)
  let id = 0
  return {
    ask: (order, receiver) => {
      const following = followEvents(streams, receiver)
      socket.onMessage = (message) => {
        const { result, error } = message as Envelope
        if (error) throw new Error(error.message)
        if (result?.type === 'data' && result.data) following.take([result.data])
      }
      id += 1
      socket.send({ id, method: 'subscription', params: { path: 'ask', input: { streams, order } } })
      return following.ended
    },
    close: socket.close,
  }
}
