import { Receiver } from '../../load/receiver.ts'
import { startUpstream } from '../../load/start-upstream.ts'
import { measureUsage, type Usage } from '../../measure/process-usage.ts'
import { startChatMore } from '../../targets/chatmore/start-chatmore.ts'
import type { BenchDatabase } from '../../targets/chatmore/start-database.ts'
import type { Reader } from '../../targets/target.ts'
import type { PartContext } from '../part.ts'

const READERS = 20
const WINDOWS = 10
export const STREAMS = READERS * WINDOWS
export const RATE = 30
/** An answer of half a minute, so that answers begin and end all the time. */
const TOKENS = 900

export interface StreamedForLong {
  answers: number
  tokens: number
  faults: number
  firstP95: number | null
  deltaP95: number | null
  deltaP99: number | null
  loopP99: number
  usage: Usage
}

/** Keeps so many answers streaming for so long; each reader asks again when its answers have ended. */
export async function streamForLong(context: PartContext, database: BenchDatabase): Promise<StreamedForLong> {
  const upstream = await startUpstream()
  const server = await startChatMore({
    upstreamUrl: upstream.url,
    databaseUrl: database.url,
    db: database.db,
    cores: null,
    nodeArguments: ['--import', './bench/measure/loop-monitor.mjs'],
  })
  const readers = await Promise.all(
    Array.from({ length: READERS }, (_, index) =>
      server.openReader(Array.from({ length: WINDOWS }, (__, window) => index * WINDOWS + window)),
    ),
  )
  const receiver = new Receiver(upstream)
  const finishUsage = measureUsage(server.pid)
  const until = performance.now() + context.minutes * 60_000
  const turns = await Promise.all(
    readers.map((reader, index) => askUntil(reader, { until, receiver, index })),
  )
  const usage = finishUsage()
  await Promise.all(readers.map((reader) => reader.close()))
  await server.close()
  await upstream.close()
  const { tokens, faults, firstAges, ages } = receiver.received
  return {
    answers: turns.reduce((sum, count) => sum + count, 0) * WINDOWS,
    tokens,
    faults,
    firstP95: firstAges.percentile(0.95),
    deltaP95: ages.percentile(0.95),
    deltaP99: ages.percentile(0.99),
    loopP99: readLoopDelay(server.output()),
    usage,
  }
}

interface Asking {
  until: number
  receiver: Receiver
  index: number
}

async function askUntil(reader: Reader, { until, receiver, index }: Asking): Promise<number> {
  // The readers begin one after the other, as people do.
  await new Promise((resolve) => setTimeout(resolve, index * 100))
  let turn = 0
  while (performance.now() < until) {
    const left = Math.ceil(((until - performance.now()) * RATE) / 1000)
    receiver.startAgain(index * WINDOWS, WINDOWS)
    await reader.ask({ turn, tokens: Math.max(RATE, Math.min(TOKENS, left)), rate: RATE }, receiver)
    turn += 1
  }
  return turn
}

function readLoopDelay(output: string): number {
  const told = /event loop (\{.*\})/.exec(output)?.[1]
  if (told === undefined) throw new Error(`The server did not tell of its event loop:\n${output.slice(-500)}`)
  return (JSON.parse(told) as { p99: number }).p99
}
