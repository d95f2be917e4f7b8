import { interleave, medianOf, ratioOf } from './interleave.ts'
import { openStage } from './open-stage.ts'
import type { Part } from './part.ts'
import { fixed } from '../report/fixed.ts'

const READERS = 5
const WINDOWS = 10
const MAX_TOKENS = 300_000
const names = ['pipe', 'ws', 'trpc-0', 'chatmore'] as const

/** How many chunks a second one core passes on when the upstream writes as fast as they are taken. */
export const measureSaturation: Part = async (context) => {
  const stage = await openStage({ cores: context.cores, names, readers: READERS, windows: WINDOWS })
  const floodMs = context.isQuick ? 1500 : 4000
  const rounds = await interleave({ stage, context, order: { tokens: MAX_TOKENS, rate: 0 }, floodMs })
  await stage.close()
  const toPipe = ratioOf(rounds, 'tokensPerSecond', ['chatmore', 'pipe'])
  const toTrpc = ratioOf(rounds, 'tokensPerSecond', ['chatmore', 'trpc-0'])
  return {
    title: `Saturation: ${READERS * WINDOWS} answers as fast as they are taken`,
    method:
      `The upstream writes for ${floodMs / 1000} s as fast as back-pressure lets it, at most 4,000 tokens of an answer under way; counted is what the readers got, until the last of them had everything. ` +
      'A load near 100% means that the load was the limit and not the target.',
    table: {
      columns: ['', 'k chunks/s', 'to pipe', 'CPU s per million chunks', 'load on its core', 'faults'],
      rows: names.map((name) => [
        name,
        fixed(medianOf(rounds, name, 'tokensPerSecond') / 1000, 0),
        fixed(ratioOf(rounds, 'tokensPerSecond', [name, 'pipe']), 2),
        fixed(medianOf(rounds, name, 'cpuPerMillion'), 1),
        `${fixed(medianOf(rounds, name, 'loadShare') * 100, 0)}%`,
        String((rounds.get(name) ?? []).reduce((sum, round) => sum + round.faults, 0)),
      ]),
    },
    goals: [
      { text: 'saturation at least 0.85 of the pipe', measured: fixed(toPipe, 2), isReached: toPipe >= 0.85 },
      {
        text: 'saturation at least 4 times a yield for each token over tRPC',
        measured: fixed(toTrpc, 2),
        isReached: toTrpc >= 4,
      },
    ],
    figures: Object.fromEntries(rounds),
  }
}
