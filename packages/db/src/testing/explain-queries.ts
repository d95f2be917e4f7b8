import { createPool, type RowDataPacket } from 'mysql2/promise'
import { openDatabase } from '../connection/open-database.ts'
import { toConnectionOptions } from '../connection/to-connection-options.ts'
import type { Database } from '../database.ts'

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
  const { db, close } = openDatabase(url, { logger })
  await work(db)
  await close()
  const pool = createPool(toConnectionOptions(url))
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
