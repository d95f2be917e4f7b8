import type { Message } from '@chatmore/api/contract'
import { toTokensPerSecond } from '../../message/lib/tokens-per-second.ts'
import type { ComparedAnswer } from './compared-answers.ts'

export const metricNames = ['firstToken', 'total', 'tokens', 'rate', 'cost'] as const
export type MetricName = (typeof metricNames)[number]

export interface Metric {
  value: number | null
  isBest: boolean
}

export interface MetricRow {
  answer: ComparedAnswer
  metrics: Record<MetricName, Metric>
}

const read: Record<MetricName, (message: Message) => number | null> = {
  firstToken: ({ ttftMs }) => ttftMs,
  total: ({ latencyMs }) => latencyMs,
  tokens: ({ completionTokens }) => completionTokens,
  rate: toTokensPerSecond,
  cost: ({ cost }) => (cost === null ? null : Number(cost)),
}

/** Of tokens neither more nor fewer is better. */
const directions: Record<MetricName, 'low' | 'high' | null> = {
  firstToken: 'low',
  total: 'low',
  tokens: null,
  rate: 'high',
  cost: 'low',
}

/** What each answer took, and where one was better than all others. Costs in several currencies have no best. */
export function toMetricRows(answers: readonly ComparedAnswer[]): MetricRow[] {
  const best = Object.fromEntries(metricNames.map((name) => [name, findBest(name, answers)]))
  return answers.map((answer) => {
    const entries = metricNames.map((name) => {
      const value = read[name](answer.message)
      return [name, { value, isBest: value !== null && round(name, value) === best[name] }]
    })
    return { answer, metrics: Object.fromEntries(entries) as Record<MetricName, Metric> }
  })
}

function findBest(name: MetricName, answers: readonly ComparedAnswer[]): number | null {
  const direction = directions[name]
  const ready = answers.filter(({ isReady }) => isReady)
  const values = ready.flatMap(({ message }) => read[name](message) ?? []).map((value) => round(name, value))
  if (direction === null || values.length < 2) return null
  const currencies = new Set(ready.map(({ message }) => message.currency))
  if (name === 'cost' && currencies.size > 1) return null
  const [lowest, highest] = [Math.min(...values), Math.max(...values)]
  if (lowest === highest) return null
  return direction === 'low' ? lowest : highest
}

/** To two digits of what is shown: what reads the same is the same. */
function round(name: MetricName, value: number): number {
  const shown = name === 'cost' ? value : name === 'rate' ? Math.round(value) : roundDuration(value)
  return Number(shown.toPrecision(2))
}

function roundDuration(milliseconds: number): number {
  const step = milliseconds < 95 ? 1 : milliseconds < 10_000 ? 100 : 1000
  return Math.round(milliseconds / step) * step
}
