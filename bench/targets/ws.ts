import type { Cores } from '../measure/cores.ts'
import type { BenchEvent } from './bench-event.ts'
import { followEvents } from './follow-events.ts'
import { openSocket } from './open-socket.ts'
import { startProcess } from './start-process.ts'
import type { Reader, Target } from './target.ts'

/** The bare `ws` library with the same flush: reads by hand, records nothing. */
export async function startWs(upstreamUrl: string, cores: Cores | null): Promise<Target> {
  const args = ['--import', 'tsx', 'bench/targets/servers/ws-server.ts', upstreamUrl]
  const { pid, address, stop } = await startProcess({ args, cores, ready: /listening at (\S+)/ })
  return { name: 'ws', pid, openReader: (streams) => openReader(address, streams), close: stop }
}

async function openReader(address: string, streams: number[]): Promise<Reader> {
  const socket = await openSocket(address)
  return {
    ask: (order, receiver) => {
      const following = followEvents(streams, receiver)
      socket.onMessage = (message) => following.take((message as { events: BenchEvent[] }).events)
      socket.send({ streams, order })
      return following.ended
    },
    close: socket.close,
  }
}
