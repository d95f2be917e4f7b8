import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { createConnection } from 'mysql2/promise'
import { toConnectionOptions } from '../connection/to-connection-options.ts'
import type { Database } from '../database.ts'

const ROWS_PER_STATEMENT = 20_000

/** The statements by which that migration rolled up what was in the log before it. */
const MIGRATION = new URL('../../migrations/0011_usage_scopes.sql', import.meta.url)

export interface FillCallsRequest {
  /** Of the database, for a connection that lets a statement take its time. */
  url: string
  /** They have about as many calls each. */
  userIds: string[]
  modelIds: string[]
  calls: number
  /** Spread evenly over so many days until now. */
  days: number
}

/** Fills the call log as a busy year would, a million calls in about a minute, and adds them up into the sums of the days. */
export async function fillCalls(db: Database, request: FillCallsRequest): Promise<void> {
  for (let from = 0; from < request.calls; from += ROWS_PER_STATEMENT) {
    await db.execute(insertCalls(request, from, Math.min(ROWS_PER_STATEMENT, request.calls - from)))
  }
  const statements = readFileSync(MIGRATION, 'utf8').split('--> statement-breakpoint')
  const connection = await createConnection(toConnectionOptions(request.url))
  for (const statement of statements.filter((text) => text.includes('INSERT IGNORE INTO'))) {
    await connection.query(statement)
  }
  await connection.query('ANALYZE TABLE calls, usage_daily, usage_times')
  await connection.end()
}

const digits = sql.raw(`(${Array.from({ length: 10 }, (_, d) => `SELECT ${d} AS d`).join(' UNION ALL ')})`)

/** Whatever is not even is a function of the call's number, so that two fillings are alike. */
function insertCalls({ userIds, modelIds, calls, days }: FillCallsRequest, from: number, count: number) {
  const idBase = String(Date.now())
  const part = (name: string, of: number) => sql`CRC32(CONCAT(${name}, number)) % ${of}`
  const pick = (name: string, ids: string[]) =>
    sql`ELT(1 + ${part(name, ids.length)}, ${sql.join(
      ids.map((id) => sql`${id}`),
      sql`, `,
    )})`
  return sql`
    INSERT INTO calls (id, workspace_id, user_id, source, model_id, upstream_model, status, http_status, error_code,
      prompt_tokens, completion_tokens, usage_estimated, cost, currency, ttft_ms, latency_ms, started_at, created_at)
    SELECT id, user_id, user_id, source, model_id, CONCAT('upstream-', RIGHT(model_id, 4)), status,
      IF(status = 'error', 500, 200), IF(status = 'error', 'UPSTREAM_ERROR', NULL),
      IF(status = 'error', NULL, prompt), IF(status = 'error', NULL, completion), status = 'stopped',
      IF(status = 'error', NULL, prompt * 0.0000025 + completion * 0.00001), IF(status = 'error', NULL, 'USD'),
      IF(status = 'error', NULL, ttft), ttft + spoken, ended - INTERVAL (ttft + spoken) * 1000 MICROSECOND, ended
    FROM (
      SELECT CONCAT('0', ${idBase}, LPAD(number, 12, '0')) AS id, ${pick('user', userIds)} AS user_id,
        ${pick('model', modelIds)} AS model_id,
        ELT(1 + ${part('source', 10)}, 'retry', 'title', 'window', 'window', 'window', 'window', 'window', 'window',
          'window', 'window') AS source,
        CASE WHEN ${part('error', 50)} = 0 THEN 'error' WHEN ${part('stop', 30)} = 0 THEN 'stopped' ELSE 'done' END AS status,
        200 + ${part('prompt', 6000)} AS prompt, 20 + ${part('completion', 1500)} AS completion,
        ROUND(EXP(5.5 + ${part('first', 1000)} / 400)) AS ttft, ROUND(EXP(7 + ${part('spoken', 1000)} / 300)) AS spoken,
        UTC_TIMESTAMP(3) - INTERVAL ROUND(number * ${(days * 86_400_000_000) / calls}) MICROSECOND AS ended
      FROM (
        SELECT ${from} + a.d + b.d * 10 + c.d * 100 + e.d * 1000 + f.d * 10000 AS number
        FROM ${digits} a, ${digits} b, ${digits} c, ${digits} e, ${digits} f
      ) numbers
      WHERE number < ${from + count}
    ) filled`
}
