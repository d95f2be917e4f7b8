import { sumDecimals } from '../money/sum-decimals.ts'
import type { calls } from '../schema/calls.ts'
import type { usageDaily } from '../schema/usage-daily.ts'
import type { usageTimes } from '../schema/usage-times.ts'
import { toBucket } from './time-buckets.ts'

export type CallRow = typeof calls.$inferInsert
export type DailyRow = typeof usageDaily.$inferInsert
export type TimesRow = typeof usageTimes.$inferInsert

/** Stands for all users together. */
export const EVERYONE = ''

/** A call that took no time to speak, or spoke no more than a word, tells nothing of how fast its model speaks. */
const LEAST_SPOKEN = { tokens: 2, milliseconds: 50 }

/**
 * What calls add to the sums of their days, each key once. In the order of their keys, so that two transactions that add to the
 * same rows never wait for each other.
 */
export function toDailyRows(rows: CallRow[]): DailyRow[] {
  return group(rows.map(toDailyRow), toDailyKey).map(addUp)
}

/** How long calls took, as counts to add: for each their user's own, and those of everyone. */
export function toTimesRows(rows: CallRow[]): TimesRow[] {
  const each = rows.flatMap((row) => [row.userId, EVERYONE].flatMap((userId) => countTimes(row, userId)))
  return group(each, toTimesKey).map((same) => ({
    ...same[0],
    firstTexts: sum(same, ({ firstTexts }) => firstTexts),
    answers: sum(same, ({ answers }) => answers),
  }))
}

function toDailyRow(row: CallRow): DailyRow {
  return {
    day: toDay(row.createdAt),
    userId: row.userId,
    workspaceId: row.workspaceId,
    modelId: row.modelId ?? '',
    source: row.source,
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

function countTimes(row: CallRow, userId: string): TimesRow[] {
  const { status, ttftMs = null, latencyMs = null, modelId } = row
  const shared = { userId, day: toDay(row.createdAt), modelId: modelId ?? '', firstTexts: 0, answers: 0 }
  const times: TimesRow[] = []
  if (ttftMs !== null) times.push({ ...shared, bucket: toBucket(ttftMs), firstTexts: 1 })
  // What was stopped or failed says nothing of how long an answer takes.
  if (status === 'done' && latencyMs !== null) {
    times.push({ ...shared, bucket: toBucket(latencyMs), answers: 1 })
  }
  return times
}

function addUp(same: [DailyRow, ...DailyRow[]]): DailyRow {
  const [first] = same
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

function toDailyKey({ day, userId, workspaceId, modelId, source, currency }: DailyRow): string {
  return [day, userId, workspaceId, modelId, source, currency].join(' ')
}

function toTimesKey({ userId, day, modelId, bucket }: TimesRow): string {
  return [userId, day, modelId, String(bucket).padStart(3, '0')].join(' ')
}

function group<Row>(rows: Row[], toKey: (row: Row) => string): [Row, ...Row[]][] {
  const groups = new Map<string, [Row, ...Row[]]>()
  for (const row of rows) {
    const known = groups.get(toKey(row))
    if (known) known.push(row)
    else groups.set(toKey(row), [row])
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
