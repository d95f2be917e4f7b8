import type { StatsSummary, UsageFigures } from '@chatmore/api/contract'
import { addDays, type DayRange } from '../../calls/lib/day-range.ts'

export type DayUsage = StatsSummary['days'][number]

const MOST_DAYS = 3660

/** Every day of a range, so that days without calls show as such. What has no end goes on until today. */
export function fillDays(days: readonly DayUsage[], range: DayRange, today: string): DayUsage[] {
  const first = range.days === null ? range.from || days[0]?.day : addDays(today, 1 - range.days)
  const last = range.to || today
  if (first === undefined) return []
  const known = new Map(days.map((usage) => [usage.day, usage]))
  const filled: DayUsage[] = []
  for (let day = first; day <= last && filled.length < MOST_DAYS; day = addDays(day, 1)) {
    filled.push(known.get(day) ?? { day, ...nothing })
  }
  return filled
}

const nothing: UsageFigures = {
  ...{ calls: 0, errors: 0, estimated: 0 },
  ...{ promptTokens: 0, completionTokens: 0, reasoningTokens: 0, cachedTokens: 0 },
  ...{ cost: '0', costs: [] },
  ...{ ttftP50Ms: null, ttftP95Ms: null, latencyP50Ms: null, latencyP95Ms: null, tokensPerSecond: null },
}
