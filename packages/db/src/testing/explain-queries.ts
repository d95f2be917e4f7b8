import { drizzle } from 'drizzle-orm/mysql2'
import { createPool, type RowDataPacket } from 'mysql2/promise'
import type { Database } from '../database.ts'
import { toConnectionOptions } from '../connection/to-connection-options.ts'

interface PlanStep {
  /** Which of the queries, counted from 0. */
  query: number
  table: string
  key: string | null
  extra: string
}

/** How the database reads what `work` asks of it: a step for each table of each query. */
export async function explainQueries(
  url: string,
  work: (db: Database) => Promise<unknown>,
): Promise<PlanStep[]> {
  const queries: { query: string; params: unknown[] }[] = []
  const logger = { logQuery: (query: string, params: unknown[]) => void queries.push({ query, params }) }
  const pool = createPool(toConnectionOptions(url))
  await work(drizzle({ client: pool, logger }))
  const steps: PlanStep[] = []
  for (const [index, { query, params }] of queries.entries()) {
    const [rows] = await pool.query<RowDataPacket[]>(`EXPLAIN ${query}`, params)
    steps.push(
      ...rows.map((row) => ({ query: index, table: row.table, key: row.key, extra: row.Extra ?? '' })),
    )
  }
  await pool.end()
  return steps
}
