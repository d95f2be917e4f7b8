import { interleave, medianOf, ratioOf, type Rounds } from './interleave.ts'
import { openStage } from './open-stage.ts'
import type { Goal, Part, Table } from './part.ts'
import { fixed } from '../report/fixed.ts'

const READERS = 20
const WINDOWS = 10
const RATE = 100
/** The engine gathers deltas for so long. */
const FLUSH_MS = 33
const names = ['pipe', 'ws', 'trpc-0', 'chatmore'] as const

/** What a chunk costs on its way from the upstream to the readers, and how old it is when it arrives. */
export const measureFanOut: Part = async (context) => {
  const stage = await openStage({ cores: context.cores, names, readers: READERS, windows: WINDOWS })
  const tokens = context.isQuick ? 400 : 1000
  const rounds = await interleave({ stage, context, order: { tokens, rate: RATE } })
  await stage.close()
  return {
    title: `Fan-out: ${READERS * WINDOWS} answers at ${RATE} tokens a second`,
    method:
      `${READERS} readers with ${WINDOWS} windows each, answers of ${tokens} tokens. CPU is that of the process under test, from the question to the ` +
      `stored end; "mid-stream" leaves out how answers begin and end. A chunk's age is the time from its write upstream to its arrival at the reader.`,
    table: toTable(rounds),
    goals: toGoals(rounds),
    figures: Object.fromEntries(rounds),
  }
}

function toTable(rounds: Rounds): Table {
  return {
    columns: [
      '',
      'CPU s per million chunks',
      'to pipe',
      'mid-stream',
      'to pipe',
      'age p50 ms',
      'age p99 ms',
      'messages/s per reader',
      'memory MB',
      'faults',
    ],
    rows: names.map((name) => [
      name,
      fixed(medianOf(rounds, name, 'cpuPerMillion'), 1),
      fixed(ratioOf(rounds, 'cpuPerMillion', [name, 'pipe']), 2),
      fixed(medianOf(rounds, name, 'steadyCpuPerMillion'), 1),
      fixed(ratioOf(rounds, 'steadyCpuPerMillion', [name, 'pipe']), 2),
      fixed(medianOf(rounds, name, 'ageP50'), 1),
      fixed(medianOf(rounds, name, 'ageP99'), 0),
      name === 'pipe' ? '-' : fixed(medianOf(rounds, name, 'messagesPerSecond'), 0),
      fixed(medianOf(rounds, name, 'peakResidentMb'), 0),
      String(countFaults(rounds, name)),
    ]),
  }
}

function countFaults(rounds: Rounds, name: string): number {
  return (rounds.get(name) ?? []).reduce((sum, round) => sum + round.faults, 0)
}

function toGoals(rounds: Rounds): Goal[] {
  const toPipe = ratioOf(rounds, 'cpuPerMillion', ['chatmore', 'pipe'])
  const toTrpc = ratioOf(rounds, 'cpuPerMillion', ['chatmore', 'trpc-0'])
  const faults = countFaults(rounds, 'chatmore')
  const age = medianOf(rounds, 'chatmore', 'ageP99')
  return [
    { text: 'fan-out CPU at most 0.75 of the pipe', measured: fixed(toPipe, 2), isReached: toPipe <= 0.75 },
    {
      text: 'fan-out CPU at most 0.4 of a yield for each token over tRPC',
      measured: fixed(toTrpc, 2),
      isReached: toTrpc <= 0.4,
    },
    {
      text: 'nothing lost, repeated, reordered or merged across windows',
      measured: `${faults} faults`,
      isReached: faults === 0,
    },
    {
      text: `chunk age p99 at most the flush (${FLUSH_MS} ms) and 20 ms`,
      measured: `${fixed(age, 0)} ms`,
      isReached: age <= FLUSH_MS + 20,
    },
  ]
}
