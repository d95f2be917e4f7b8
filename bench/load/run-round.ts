import { readCpuSeconds, measureUsage } from '../measure/process-usage.ts'
import type { Reader, Target, TurnOrder } from '../targets/target.ts'
import { createHistogram } from '../measure/histogram.ts'
import { Receiver, type Received } from './receiver.ts'
import type { Upstream } from './start-upstream.ts'

/** The figures of one round. Times are milliseconds; null where there was nothing to measure. */
export interface Round {
  tokens: number
  faults: number
  /** CPU seconds of the target for a million tokens, everything from the question to the stored end. */
  cpuPerMillion: number
  /** The same in the middle of the round, while all answers stream. */
  steadyCpuPerMillion: number
  ageP50: number | null
  ageP99: number | null
  firstAgeP50: number | null
  firstAgeP99: number | null
  /** From the question to the first token at the reader. */
  askToFirstP50: number | null
  askToFirstP99: number | null
  /** To each reader, in the middle of the round. */
  messagesPerSecond: number
  tokensPerSecond: number
  peakResidentMb: number
  /** The share of its core that the load used: near 1 it is the load that is measured. */
  loadShare: number
}

export interface RoundOptions {
  upstream: Upstream
  target: Target
  readers: Reader[]
  order: TurnOrder
  /** Ends answers without pace after so long. */
  floodMs?: number
}

/** Asks with all readers at once and waits until every answer has ended. */
export async function runRound(options: RoundOptions): Promise<Round> {
  const { upstream, target, readers, order } = options
  const receiver = new Receiver(upstream)
  const finishUsage = measureUsage(target.pid)
  const finishLoad = measureUsage(process.pid)
  const samples = takeSamples(target, receiver.received)
  const startedAt = performance.now()
  if (options.floodMs !== undefined) upstream.floodFor(options.floodMs)
  await Promise.all(readers.map((reader) => reader.ask(order, receiver)))
  const usage = finishUsage()
  const load = finishLoad()
  return {
    ...toTimes(receiver.received, startedAt),
    tokens: receiver.received.tokens,
    faults: receiver.received.faults,
    cpuPerMillion: (usage.cpuSeconds / receiver.received.tokens) * 1e6,
    ...toSteady(samples.finish(), readers.length),
    tokensPerSecond:
      receiver.received.tokens / (toStreamingSeconds(receiver.received) ?? usage.elapsedSeconds),
    peakResidentMb: usage.peakResidentMb,
    loadShare: load.cpuSeconds / load.elapsedSeconds,
  }
}

/** From the first token's arrival to the last's; null where a process that compares by itself has told the count alone. */
function toStreamingSeconds({ firstAt, lastAt }: Received): number | null {
  return firstAt.size === 0 ? null : (lastAt - Math.min(...firstAt.values())) / 1000
}

function toTimes({ ages, firstAges, firstAt }: Received, startedAt: number) {
  const fromAsk = createHistogram()
  for (const at of firstAt.values()) fromAsk.add(at - startedAt)
  return {
    ageP50: ages.percentile(0.5),
    ageP99: ages.percentile(0.99),
    firstAgeP50: firstAges.percentile(0.5),
    firstAgeP99: firstAges.percentile(0.99),
    askToFirstP50: fromAsk.percentile(0.5),
    askToFirstP99: fromAsk.percentile(0.99),
  }
}

interface Sample {
  at: number
  cpu: number
  tokens: number
  messages: number
  /** How many answers have begun to arrive. */
  begun: number
}

/** What happened while all answers streamed: after the last has begun, before the last tenth of the tokens. */
function takeSamples(target: Target, received: Received) {
  const sample = (): Sample => ({
    at: performance.now(),
    cpu: readCpuSeconds(target.pid),
    tokens: received.tokens,
    messages: received.messages,
    begun: received.firstAt.size,
  })
  const samples = [sample()]
  const timer = setInterval(() => samples.push(sample()), 250)
  return {
    finish() {
      clearInterval(timer)
      const from = samples.find(
        ({ begun, tokens }) => begun === received.firstAt.size && tokens > received.tokens * 0.1,
      )
      const to = samples.findLast(({ tokens }) => tokens < received.tokens * 0.9)
      return from && to ? { from, to } : null
    },
  }
}

function toSteady(middle: { from: Sample; to: Sample } | null, readers: number) {
  if (!middle) return { steadyCpuPerMillion: NaN, messagesPerSecond: NaN }
  const { from, to } = middle
  return {
    steadyCpuPerMillion: ((to.cpu - from.cpu) / (to.tokens - from.tokens)) * 1e6,
    messagesPerSecond: ((to.messages - from.messages) / (to.at - from.at) / readers) * 1000,
  }
}
