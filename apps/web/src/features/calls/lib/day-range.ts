import type { LocationQuery } from 'vue-router'

/** The last so many days, today among them, or from one day to another, both included; each empty where it is open. */
export interface DayRange {
  days: number | null
  from: string
  to: string
}

export interface MomentRange {
  from?: string
  to?: string
}

const DAY = /^\d{4}-\d\d-\d\d$/
const MOST_DAYS = 366

/** As the address has it; what is no range there counts as `fallback`. */
export function readDayRange({ days, from, to }: LocationQuery, fallback: number | null): DayRange {
  const [first, last] = [toDay(from), toDay(to)]
  if (first || last) return { days: null, from: first, to: last }
  if (days === 'all') return { days: null, from: '', to: '' }
  const count = typeof days === 'string' && /^\d{1,3}$/.test(days) ? Number(days) : null
  const isGood = count !== null && count >= 1 && count <= MOST_DAYS
  return { days: isGood ? count : fallback, from: '', to: '' }
}

function toDay(value: LocationQuery[string] | undefined): string {
  return typeof value === 'string' && DAY.test(value) && isDay(value) ? value : ''
}

function isDay(text: string): boolean {
  const time = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text)
}

/** What the address says of a range; nothing of the one that is meant without. */
export function writeDayRange({ days, from, to }: DayRange, fallback: number | null): Record<string, string> {
  if (from || to) return { ...(from && { from }), ...(to && { to }) }
  if (days === fallback) return {}
  return { days: days === null ? 'all' : String(days) }
}

/** The moments a range begins and ends with, by the days of UTC or by those of this place. */
export function toMoments(range: DayRange, now: Date, zone: 'utc' | 'local'): MomentRange {
  const today = zone === 'utc' ? now.toISOString().slice(0, 10) : toLocalDay(now)
  const first = range.days === null ? range.from : addDays(today, 1 - range.days)
  const end = range.to && addDays(range.to, 1)
  return { ...(first && { from: toMoment(first, zone) }), ...(end && { to: toMoment(end, zone) }) }
}

/** Days as the calendar counts them: those of a change of the clocks are days as well. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10)
}

function toLocalDay(date: Date): string {
  const month = String(date.getMonth() + 1).padStart(2, '0')
  return `${date.getFullYear()}-${month}-${String(date.getDate()).padStart(2, '0')}`
}

function toMoment(day: string, zone: 'utc' | 'local'): string {
  return zone === 'utc' ? `${day}T00:00:00.000Z` : new Date(`${day}T00:00:00`).toISOString()
}
