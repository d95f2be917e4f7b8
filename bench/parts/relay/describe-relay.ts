import { median } from '../../measure/median.ts'
import { fixed } from '../../report/fixed.ts'
import { medianOf, ratioOf, type Rounds } from '../interleave.ts'
import type { Goal, PartResult, Table } from '../part.ts'
import type { FirstTokens } from './first-tokens.ts'

export interface RelayFigures {
  firstTokens: Map<string, FirstTokens[]>
  /** 200 answers at a pace. */
  paced: Rounds
  /** 50 answers as fast as they are taken. */
  flooded: Rounds
}

interface Run {
  isQuick: boolean
  hasPortkey: boolean
}

export function describeRelay(figures: RelayFigures, { isQuick, hasPortkey }: Run): PartResult {
  const { firstTokens, paced, flooded } = figures
  const without = hasPortkey ? '' : ' Portkey could not be installed for this run.'
  return {
    title: 'The relay: 200 answers at 100 tokens a second, 50 as fast as they are taken, and one at a time',
    method:
      '`/v1/chat/completions` of the server, with an API key for ten streams each, all calls recorded with their bodies, beside the pipe and ' +
      'the gateway `@portkey-ai/gateway` 1.15.2 (with `@hono/node-server` 1.14.0, without which it does not stream), which keeps nothing. CPU and memory are those ' +
      `of the 200 answers of ${isQuick ? 400 : 1000} tokens. A first token's time is from the question to its arrival, of ${isQuick ? 100 : 300} requests one after the other; "added" is to that of the upstream asked directly.${without}`,
    table: toTable(figures),
    goals: [...toGoals(figures), ...(hasPortkey ? toPortkeyGoals(figures) : [])],
    figures: {
      firstTokens: Object.fromEntries(firstTokens),
      paced: Object.fromEntries(paced),
      flooded: Object.fromEntries(flooded),
    },
  }
}

function toTable(figures: RelayFigures): Table {
  const { paced, flooded } = figures
  const toPipe = (
    rounds: Rounds,
    figure: 'cpuPerMillion' | 'tokensPerSecond' | 'peakResidentMb',
    name: string,
  ) => fixed(ratioOf(rounds, figure, [name, 'pipe']), 2)
  return {
    columns: [
      ...['', 'CPU s per million chunks', 'to pipe', 'age p50 ms', 'age p99 ms', 'memory MB', 'to pipe'],
      ...['added to first token p50 ms', 'p99 ms', 'k chunks/s saturated', 'to pipe', 'faults'],
    ],
    rows: [...paced.keys()].map((name) => [
      name,
      fixed(medianOf(paced, name, 'cpuPerMillion'), 1),
      toPipe(paced, 'cpuPerMillion', name),
      fixed(medianOf(paced, name, 'ageP50'), 1),
      fixed(medianOf(paced, name, 'ageP99'), 0),
      fixed(medianOf(paced, name, 'peakResidentMb'), 0),
      toPipe(paced, 'peakResidentMb', name),
      fixed(addedTo(figures, name, 'p50'), 2),
      fixed(addedTo(figures, name, 'p99'), 1),
      fixed(medianOf(flooded, name, 'tokensPerSecond') / 1000, 0),
      toPipe(flooded, 'tokensPerSecond', name),
      String(countFaults(figures, name)),
    ]),
  }
}

/** How much later than directly the first token is there: the median over the rounds. */
function addedTo({ firstTokens }: RelayFigures, name: string, figure: 'p50' | 'p99'): number {
  const direct = firstTokens.get('direct') ?? []
  return median(
    (firstTokens.get(name) ?? []).map((round, index) => round[figure] - (direct[index]?.[figure] ?? NaN)),
  )
}

function countFaults({ firstTokens, paced, flooded }: RelayFigures, name: string): number {
  const rounds = [firstTokens, paced, flooded].flatMap((each): { faults: number }[] => each.get(name) ?? [])
  return rounds.reduce((sum, { faults }) => sum + faults, 0)
}

function toGoals(figures: RelayFigures): Goal[] {
  const { paced, flooded } = figures
  const later = (figure: 'p50' | 'p99') =>
    addedTo(figures, 'relay', figure) - addedTo(figures, 'pipe', figure)
  const faults = countFaults(figures, 'relay')
  return [
    atMost('CPU at most 1.3 of the pipe', ratioOf(paced, 'cpuPerMillion', ['relay', 'pipe']), 1.3),
    atMost('memory at most 1.3 of the pipe', ratioOf(paced, 'peakResidentMb', ['relay', 'pipe']), 1.3),
    atMost('first token p50, ms after the pipe’s: at most 0.3', later('p50'), 0.3),
    atMost('first token p99, ms after the pipe’s: at most 5', later('p99'), 5),
    atLeast(
      'saturation at least 0.7 of the pipe',
      ratioOf(flooded, 'tokensPerSecond', ['relay', 'pipe']),
      0.7,
    ),
    { text: 'nothing lost, repeated or reordered', measured: `${faults} faults`, isReached: faults === 0 },
  ]
}

function toPortkeyGoals(figures: RelayFigures): Goal[] {
  const { paced, flooded } = figures
  const names: [string, string] = ['relay', 'portkey']
  const added = addedTo(figures, 'relay', 'p50') / addedTo(figures, 'portkey', 'p50')
  return [
    atMost('CPU at most half of Portkey’s', ratioOf(paced, 'cpuPerMillion', names), 0.5),
    atMost('memory at most 0.7 of Portkey’s', ratioOf(paced, 'peakResidentMb', names), 0.7),
    atMost('added to the first token at most a twentieth of what Portkey adds', added, 0.05),
    atLeast('saturation at least 2.5 times Portkey’s', ratioOf(flooded, 'tokensPerSecond', names), 2.5),
  ]
}

function atMost(text: string, value: number, limit: number): Goal {
  return { text, measured: fixed(value, 2), isReached: value <= limit }
}

function atLeast(text: string, value: number, limit: number): Goal {
  return { text, measured: fixed(value, 2), isReached: value >= limit }
}
