import { createClient, type Client } from '@chatmore/api/client'
import { measureUsage } from '../../measure/process-usage.ts'
import { createAccount } from '../../targets/chatmore/create-account.ts'
import { createRoom } from '../../targets/chatmore/create-room.ts'
import { startChatMore, type ChatMore } from '../../targets/chatmore/start-chatmore.ts'
import type { BenchDatabase } from '../../targets/chatmore/start-database.ts'
import type { PartContext } from '../part.ts'

export const SOCKETS = 2000
const PER_USER = 10

export interface HeldSockets {
  residentMb: number
  /** Of one core. */
  idleCpuShare: number
  /** From when the server listens again until all watch again, in seconds. */
  backSeconds: number
}

interface Watching {
  client: Client
  /** How often the session was synced: once a connection. */
  syncs: number
  failure: unknown
}

/** Readers that watch a session in which nothing happens, and a restart of the server under them. */
export async function holdSockets(context: PartContext, database: BenchDatabase): Promise<HeldSockets> {
  const options = {
    upstreamUrl: 'http://127.0.0.1:9/v1',
    databaseUrl: database.url,
    db: database.db,
    cores: null,
  }
  const server = await startChatMore(options)
  const watching = await openSockets(server, database)
  const finishUsage = measureUsage(server.pid)
  await new Promise((resolve) => setTimeout(resolve, context.isQuick ? 5000 : 30_000))
  const usage = finishUsage()
  await server.close()
  const before = new Map(watching.map((each) => [each, each.syncs]))
  const restarted = await startChatMore({ ...options, port: new URL(server.url).port })
  const startedAt = performance.now()
  await until(watching, (each) => each.syncs > (before.get(each) ?? 0))
  const backSeconds = (performance.now() - startedAt) / 1000
  await Promise.all(watching.map(({ client }) => client.close()))
  await restarted.close()
  return {
    residentMb: usage.peakResidentMb,
    idleCpuShare: usage.cpuSeconds / usage.elapsedSeconds,
    backSeconds,
  }
}

async function openSockets(server: ChatMore, { db }: BenchDatabase): Promise<Watching[]> {
  const watching: Watching[] = []
  while (watching.length < SOCKETS) {
    const { token } = await createAccount(db)
    const room = await createRoom({ url: server.url, token, modelId: server.modelId }, [0])
    const opened = Array.from({ length: PER_USER }, () => watch({ url: server.url, token }, room.sessionId))
    watching.push(...opened)
    await until(opened, (each) => each.syncs > 0)
  }
  return watching
}

function watch(caller: { url: string; token: string }, id: string): Watching {
  const client = createClient(caller)
  const watching: Watching = { client, syncs: 0, failure: null }
  const follow = async () => {
    for await (const event of client.session.watch({ id })) if (event.type === 'sync') watching.syncs += 1
  }
  follow().catch((error: unknown) => (watching.failure = error))
  return watching
}

async function until(watching: Watching[], isReady: (each: Watching) => boolean): Promise<void> {
  const deadline = performance.now() + 120_000
  while (!watching.every(isReady)) {
    const failed = watching.find(({ failure }) => failure !== null)
    if (failed) throw new Error('A watch ended.', { cause: failed.failure })
    if (performance.now() > deadline) throw new Error('Not every reader watches after two minutes.')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
