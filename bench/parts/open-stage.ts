import { startUpstream, type Upstream } from '../load/start-upstream.ts'
import type { Cores } from '../measure/cores.ts'
import { startChatMore } from '../targets/chatmore/start-chatmore.ts'
import { startDatabase } from '../targets/chatmore/start-database.ts'
import { startRelay } from '../targets/chatmore/start-relay.ts'
import { createDirect, startPipe } from '../targets/pipe.ts'
import { startPortkey, type InstalledPortkey } from '../targets/portkey.ts'
import type { Reader, Target } from '../targets/target.ts'
import { startTrpc } from '../targets/trpc.ts'
import { startWs } from '../targets/ws.ts'

export const targetNames = ['direct', 'pipe', 'ws', 'trpc-0', 'portkey', 'relay', 'chatmore'] as const
export type TargetName = (typeof targetNames)[number]

/** What is measured, beside its limits, each as a process with its readers, before the one upstream. */
export interface Stage {
  upstream: Upstream
  targets: Target[]
  readers: Map<Target, Reader[]>
  close(): Promise<void>
}

export interface StageOptions {
  cores: Cores | null
  names: readonly TargetName[]
  readers: number
  windows: number
  /** Where `portkey` is among the names. */
  portkey?: InstalledPortkey | null
}

export async function openStage(options: StageOptions): Promise<Stage> {
  const { cores, names, readers, windows } = options
  const upstream = await startUpstream()
  const database = await startDatabase()
  const product = { upstreamUrl: upstream.url, databaseUrl: database.url, db: database.db, cores }
  const start = {
    direct: () => Promise.resolve(createDirect(upstream.url)),
    pipe: () => startPipe(upstream.url, cores),
    ws: () => startWs(upstream.url, cores),
    'trpc-0': () => startTrpc(upstream.url, cores),
    portkey: () => {
      if (!options.portkey) throw new Error('portkey is not installed')
      return startPortkey({ installed: options.portkey, upstreamUrl: upstream.url, cores })
    },
    relay: () => startRelay(product),
    chatmore: () => startChatMore(product),
  }
  const targets = await Promise.all(names.map((name) => start[name]()))
  const opened = await Promise.all(targets.map((target) => openReaders(target, { readers, windows })))
  return {
    upstream,
    targets,
    readers: new Map(targets.map((target, index) => [target, opened[index] ?? []])),
    close: async () => {
      await Promise.all(opened.flat().map((reader) => reader.close()))
      await Promise.all(targets.map((target) => target.close()))
      await database.close()
      await upstream.close()
    },
  }
}

function openReaders(target: Target, { readers, windows }: { readers: number; windows: number }) {
  const streamsOf = (reader: number) =>
    Array.from({ length: windows }, (_, index) => reader * windows + index)
  return Promise.all(Array.from({ length: readers }, (_, index) => target.openReader(streamsOf(index))))
}
