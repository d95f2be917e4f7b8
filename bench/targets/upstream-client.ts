import type { Cores } from '../measure/cores.ts'
import { postJson } from './post-json.ts'
import { startProcess } from './start-process.ts'
import type { Target } from './target.ts'

export type ClientKind = 'node:http' | 'packages/llm'

interface ReadAnswer {
  stream: number
  tokens: number
  faults: number
}

/** A process that reads answers by one client and passes nothing on. */
export async function startUpstreamClient(
  kind: ClientKind,
  { upstreamUrl, cores }: { upstreamUrl: string; cores: Cores | null },
): Promise<Target> {
  const args = ['--import', 'tsx', 'bench/targets/servers/client-server.ts', upstreamUrl, kind]
  const { pid, address, stop } = await startProcess({ args, cores, ready: /listening at (\S+)/ })
  return {
    name: kind,
    pid,
    openReader: (streams) =>
      Promise.resolve({
        ask: async (order, receiver) => {
          const answers = await postJson<ReadAnswer[]>({ url: address, body: { streams, order } })
          for (const answer of answers) receiver.takeCount(answer)
        },
        close: () => Promise.resolve(),
      }),
    close: stop,
  }
}
