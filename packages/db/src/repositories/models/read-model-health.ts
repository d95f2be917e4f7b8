import { and, eq, sql, sum, type SQL } from 'drizzle-orm'
import type { RowDataPacket } from 'mysql2'
import type { Database } from '../../database.ts'
import type { ModelHealthRecord } from '../../records/model-health.ts'
import { calls } from '../../schema/calls.ts'
import { usageDaily } from '../../schema/usage-daily.ts'
import { usageTimes } from '../../schema/usage-times.ts'
import { BY_MODEL } from '../../usage/usage-scopes.ts'

/**
 * How the models do on a day, from its sums, and the last failure of each that was no test, which is the end of a range of
 * one index: the log itself is not read.
 */
export async function readModelHealth(db: Database, ids: string[], day: string): Promise<ModelHealthRecord> {
  const [sums, times, lastErrors] = await Promise.all([
    readSums(db, day),
    readTimes(db, day),
    readLastErrors(db, ids),
  ])
  return { sums, times, lastErrors }
}

function readSums(db: Database, day: string) {
  const { modelId } = usageDaily
  return db
    .select({
      modelId,
      calls: sum(usageDaily.calls).mapWith(Number),
      errors: sum(usageDaily.errors).mapWith(Number),
    })
    .from(usageDaily)
    .where(and(eq(usageDaily.scope, BY_MODEL), eq(usageDaily.day, day)))
    .groupBy(modelId)
}

function readTimes(db: Database, day: string) {
  const { modelId, bucket, firstTexts, answers } = usageTimes
  return db
    .select({ modelId, bucket, firstTexts, answers })
    .from(usageTimes)
    .where(and(eq(usageTimes.scope, BY_MODEL), eq(usageTimes.day, day)))
}

async function readLastErrors(db: Database, ids: string[]): Promise<ModelHealthRecord['lastErrors']> {
  if (ids.length === 0) return []
  const branches = ids.map((id) => sql`(${selectLastError(id)})`)
  const [rows] = (await db.execute(sql.join(branches, sql` UNION ALL `))) as unknown as [RowDataPacket[]]
  return rows.map(({ modelId, callId, code, at }) => ({
    modelId,
    callId,
    code,
    at: readMoment(at),
  }))
}

function readMoment(value: unknown): string {
  return (calls.createdAt.mapFromDriverValue(value) as Date).toISOString()
}

function selectLastError(modelId: string): SQL {
  return sql`SELECT ${calls.modelId} AS modelId, ${calls.id} AS callId, ${calls.errorCode} AS code,
      ${calls.createdAt} AS at
    FROM ${calls} FORCE INDEX (calls_model_status)
    WHERE ${calls.modelId} = ${modelId} AND ${calls.status} = 'error' AND ${calls.source} NOT IN ('test', 'discover')
    ORDER BY ${calls.createdAt} DESC, ${calls.id} DESC LIMIT 1`
}
