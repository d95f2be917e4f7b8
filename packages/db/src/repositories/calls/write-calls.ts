import { addRows, insertRows } from '../../connection/insert-rows.ts'
import type { Database } from '../../database.ts'
import { callBodies } from '../../schema/call-bodies.ts'
import { calls } from '../../schema/calls.ts'
import { usageDaily } from '../../schema/usage-daily.ts'
import { usageTimes } from '../../schema/usage-times.ts'
import { toDailyRows, toTimesRows, type CallRow } from '../../usage/to-usage-rows.ts'

type BodyRow = typeof callBodies.$inferInsert

/** Puts calls into the log. Within a transaction, of which `addUsage` is to be the end. */
export async function insertCalls(tx: Database, rows: CallRow[], bodies: BodyRow[] = []): Promise<void> {
  if (rows.length > 0) await insertRows(tx, calls, rows)
  if (bodies.length > 0) await insertRows(tx, callBodies, bodies)
}

/**
 * Adds what calls used to the sums of their days: the last of their transaction, since others wait for the same rows. The
 * database adds, so that two instances never lose what the other has added.
 */
export async function addUsage(tx: Database, rows: CallRow[]): Promise<void> {
  if (rows.length === 0) return
  await addRows(tx, usageDaily, { rows: toDailyRows(rows), sums: [...dailySums] })
  const times = toTimesRows(rows)
  if (times.length > 0) await addRows(tx, usageTimes, { rows: times, sums: ['firstTexts', 'answers'] })
}

const dailySums = [
  'calls',
  'errors',
  'estimated',
  'promptTokens',
  'completionTokens',
  'reasoningTokens',
  'cachedTokens',
  'cost',
  'spokenTokens',
  'spokenMs',
] as const
