import {
  addToBucket,
  percentileOf,
  sumDecimals,
  type Buckets,
  type UsageSums,
  type UsageTimes,
} from '@chatmore/db'
import type { UsageFigures } from '../../contract/index.ts'

/** What days, models or users add up to. */
export interface Tally {
  sums: UsageSums[]
  firstTexts: Buckets
  answers: Buckets
}

export function createTally(): Tally {
  return { sums: [], firstTexts: new Map(), answers: new Map() }
}

export function addTimes(tally: Tally, { bucket, firstTexts, answers }: UsageTimes): void {
  addToBucket(tally.firstTexts, bucket, firstTexts)
  addToBucket(tally.answers, bucket, answers)
}

/** Tallies by a key, in the order of their first rows. */
export function tallyBy<Sums extends UsageSums, Times extends UsageTimes>(
  { sums, times }: { sums: Sums[]; times: Times[] },
  toKey: (row: Sums | Times) => string,
): Map<string, Tally> {
  const tallies = new Map<string, Tally>()
  const find = (key: string) => {
    const tally = tallies.get(key) ?? createTally()
    tallies.set(key, tally)
    return tally
  }
  for (const row of sums) find(toKey(row)).sums.push(row)
  for (const row of times) addTimes(find(toKey(row)), row)
  return tallies
}

export function toFigures({ sums, firstTexts, answers }: Tally): UsageFigures {
  const total = (
    name: keyof { [Name in keyof UsageSums as UsageSums[Name] extends number ? Name : never]: 0 },
  ) => sums.reduce((sum, row) => sum + row[name], 0)
  return {
    calls: total('calls'),
    errors: total('errors'),
    estimated: total('estimated'),
    promptTokens: total('promptTokens'),
    completionTokens: total('completionTokens'),
    reasoningTokens: total('reasoningTokens'),
    cachedTokens: total('cachedTokens'),
    cost: sumDecimals(sums.map(({ cost }) => cost)),
    costs: toCosts(sums),
    ttftP50Ms: percentileOf(firstTexts, 0.5),
    ttftP95Ms: percentileOf(firstTexts, 0.95),
    latencyP50Ms: percentileOf(answers, 0.5),
    latencyP95Ms: percentileOf(answers, 0.95),
    tokensPerSecond: toSpeed(total('spokenTokens'), total('spokenMs')),
  }
}

function toCosts(sums: UsageSums[]): UsageFigures['costs'] {
  const currencies = [...new Set(sums.map(({ currency }) => currency))].filter((currency) => currency !== '')
  return currencies.sort().map((currency) => {
    const own = sums.filter((row) => row.currency === currency)
    return { currency, cost: sumDecimals(own.map(({ cost }) => cost)) }
  })
}

function toSpeed(tokens: number, milliseconds: number): number | null {
  return milliseconds === 0 ? null : Math.round((tokens * 10_000) / milliseconds) / 10
}
