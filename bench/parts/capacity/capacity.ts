import { fixed } from '../../report/fixed.ts'
import { startDatabase } from '../../targets/chatmore/start-database.ts'
import type { Goal, Part } from '../part.ts'
import { holdSockets, SOCKETS, type HeldSockets } from './hold-sockets.ts'
import { sendOften, SENDS_PER_SECOND, type SentOften } from './send-often.ts'
import { RATE, streamForLong, STREAMS, type StreamedForLong } from './stream-for-long.ts'

interface Found {
  streamed: StreamedForLong
  sent: SentOften
  held: HeldSockets
}

/** What one instance with its database holds on this machine, nothing pinned to a core, the load beside it. */
export const measureCapacity: Part = async (context) => {
  const database = await startDatabase()
  context.print(`  ${STREAMS} answers at ${RATE} tokens a second for ${context.minutes} minutes`)
  const streamed = await streamForLong(context, database)
  context.print(`  ${SENDS_PER_SECOND} sends a second`)
  const sent = await sendOften(context, database)
  context.print(`  ${SOCKETS} sockets`)
  const held = await holdSockets(context, database)
  await database.close()
  const found = { streamed, sent, held }
  return {
    title: `What one instance holds`,
    method:
      `${STREAMS} answers at once for ${context.minutes} minutes, a new one of half a minute whenever one has ended; then sends at an even pace, each to one window; then ` +
      `${SOCKETS} readers by the SDK that watch a session each, and a restart of the server under them. Delays are from the upstream's write to the arrival at the reader.`,
    table: { columns: ['what', 'measured'], rows: toRows(found) },
    goals: toGoals(found),
    figures: found,
  }
}

function toRows({ streamed, sent, held }: Found): string[][] {
  const { usage } = streamed
  return [
    ['answers, tokens', `${streamed.answers}, ${streamed.tokens}`],
    ['delay of the first token, p95 ms', fixed(streamed.firstP95, 1)],
    ['delay of a token, p95 and p99 ms', `${fixed(streamed.deltaP95, 1)}, ${fixed(streamed.deltaP99, 1)}`],
    ["server's event loop busy at a time, p99 ms", fixed(streamed.loopP99, 1)],
    ["server's CPU, of one core", `${fixed((usage.cpuSeconds / usage.elapsedSeconds) * 100, 0)}%`],
    ["server's memory at its peak, MB", fixed(usage.peakResidentMb, 0)],
    ['message.send, p50 and p95 ms', `${fixed(sent.p50, 1)}, ${fixed(sent.p95, 1)}`],
    ["server's CPU for a send and its short answer, ms", fixed(sent.cpuMs, 1)],
    [`memory with ${SOCKETS} idle readers, MB`, fixed(held.residentMb, 0)],
    [`CPU with ${SOCKETS} idle readers, of one core`, `${fixed(held.idleCpuShare * 100, 0)}%`],
    ['all readers back after a restart, s', fixed(held.backSeconds, 1)],
  ]
}

function toGoals({ streamed, sent, held }: Found): Goal[] {
  const atMost = (text: string, value: number | null, [limit, unit]: [number, string]): Goal => ({
    text: `${text}: at most ${limit} ${unit}`,
    measured: `${fixed(value, 1)} ${unit}`,
    isReached: value !== null && value <= limit,
  })
  return [
    atMost('delay of the first token, p95', streamed.firstP95, [50, ms]),
    atMost('delay of a token, p95', streamed.deltaP95, [100, ms]),
    atMost('event loop, p99', streamed.loopP99, [50, ms]),
    {
      text: 'nothing lost, no error',
      measured: `${streamed.faults} faults`,
      isReached: streamed.faults === 0,
    },
    atMost(`${SENDS_PER_SECOND} sends a second, p95`, sent.p95, [150, ms]),
    { text: 'no send fails', measured: `${sent.failures} of ${sent.sends}`, isReached: sent.failures === 0 },
    atMost(`${SOCKETS} idle readers`, held.residentMb, [400, 'MB']),
    atMost('all back after a restart', held.backSeconds, [15, 's']),
  ]
}

const ms = 'ms'
