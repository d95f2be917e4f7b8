import { sumDecimals } from '../money/sum-decimals.ts'
import type { calls } from '../schema/calls.ts'
import type { usageDaily } from '../schema/usage-daily.ts'
import type { usageTimes } from '../schema/usage-times.ts'
import { toBucket } from './time-buckets.ts'
import { listScopes, type UsageScope } from './usage-scopes.ts'

export type CallRow = typeof calls.$inferInsert
export type DailyRow = typeof usageDaily.$inferInsert
export type TimesRow = typeof usageTimes.$inferInsert

/** A call that took no time to speak, or spoke no more than a word, tells nothing of how fast its model speaks. */
const LEAST_SPOKEN = { tokens: 2, milliseconds: 50 }

/**
 * What calls add to the sums of their days, each key once. In the order of their keys, so that two transactions that add to the
 * same rows never wait for each other.
 */
export function toDailyRows(rows: CallRow[]): DailyRow[] {
  const each = rows.flatMap((row) => {
    const sums = toDailySums(row)
    return listScopes(row).map((scope) => ({ ...sums, ...scope }))
  })
  return group(each, toDailyKey).map(addUp)
}

/** How long calls took, as counts to add. */
export function toTimesRows(rows: CallRow[]): TimesRow[] {
  const each = rows.flatMap((row) => {
    const times = countTimes(row)
    return listScopes(row).flatMap((scope) => times.map((counted) => ({ ...counted, ...scope })))
  })
  return group(each, toTimesKey).map((same) => ({
    ...same[0],
    firstTexts: sum(same, ({ firstTexts }) => firstTexts),
    answers: sum(same, ({ answers }) => answers),
  }))
}

function toDailySums(row: CallRow): Omit<DailyRow, keyof UsageScope> {
  return {
    day: toDay(row.createdAt),
    currency: row.currency ?? '',
    calls: 1,
    errors: row.status === 'error' ? 1 : 0,
    estimated: row.usageEstimated ? 1 : 0,
    promptTokens: row.promptTokens ?? 0,
    completionTokens: row.completionTokens ?? 0,
    reasoningTokens: row.reasoningTokens ?? 0,
    cachedTokens: row.cachedTokens ?? 0,
    cost: row.cost ?? '0',
    ...toSpoken(row),
  }
}

function toSpoken({ status, completionTokens, latencyMs, ttftMs }: CallRow) {
  const spokenMs = (latencyMs ?? 0) - (ttftMs ?? latencyMs ?? 0)
  const spokenTokens = completionTokens ?? 0
  const isTelling =
    status === 'done' && spokenMs >= LEAST_SPOKEN.milliseconds && spokenTokens >= LEAST_SPOKEN.tokens
  return isTelling ? { spokenTokens, spokenMs } : { spokenTokens: 0, spokenMs: 0 }
}

function countTimes({ createdAt, status, ttftMs = null, latencyMs = null }: CallRow) {
  const shared = { day: toDay(createdAt), firstTexts: 0, answers: 0 }
  const times: Omit<TimesRow, keyof UsageScope>[] = []
  if (ttftMs !== null) times.push({ ...shared, bucket: toBucket(ttftMs), firstTexts: 1 })
  // What was stopped or failed says nothing of how long an answer takes.
  if (status === 'done' && latencyMs !== null) {
    times.push({ ...shared, bucket: toBucket(latencyMs), answers: 1 })
  }
  return times
}

function addUp(same: [DailyRow, ...DailyRow[]]): DailyRow {
  const [first, ...others] = same
  if (others.length === 0) return first
  const total = (toNumber: (row: DailyRow) => number) => sum(same, toNumber)
  return {
    ...first,
    calls: total(({ calls }) => calls),
    errors: total(({ errors }) => errors),
    estimated: total(({ estimated }) => estimated),
    promptTokens: total(({ promptTokens }) => promptTokens),
    completionTokens: total(({ completionTokens }) => completionTokens),
    reasoningTokens: total(({ reasoningTokens }) => reasoningTokens),
    cachedTokens: total(({ cachedTokens }) => cachedTokens),
    cost: sumDecimals(same.map(({ cost }) => cost)),
    spokenTokens: total(({ spokenTokens }) => spokenTokens),
    spokenMs: total(({ spokenMs }) => spokenMs),
  }
}

function toDailyKey({ currency, ...row }: DailyRow): string {
  return `${toKey(row)} ${currency}`
}

function toTimesKey({ bucket, ...row }: TimesRow): string {
  return `${toKey(row)} ${String(bucket).padStart(3, '0')}`
}

/** Spaces come before all that ids are written with, so that keys as text stand in the order of the table's. */
function toKey({ scope, day, userId, workspaceId, modelId }: UsageScope & { day: string }): string {
  return [scope, day, userId, workspaceId, modelId].join(' ')
}

function group<Row>(rows: Row[], keyOf: (row: Row) => string): [Row, ...Row[]][] {
  const groups = new Map<string, [Row, ...Row[]]>()
  for (const row of rows) {
    const known = groups.get(keyOf(row))
    if (known) known.push(row)
    else groups.set(keyOf(row), [row])
  }
  return [...groups].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, same]) => same)
}

function sum<Row>(rows: Row[], toNumber: (row: Row) => number): number {
  return rows.reduce((total, row) => total + toNumber(row), 0)
}

/** The day of a moment, by UTC. */
function toDay(moment: Date): string {
  return moment.toISOString().slice(0, 10)
}
