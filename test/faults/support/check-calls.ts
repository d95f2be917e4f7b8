import type { Message } from '@chatmore/api/contract'
import { openDatabase } from '@chatmore/db'

/**
 * C7: each answer that ended is in the call log once, with the same end and the same tokens, and the sums of the days are
 * those of the log.
 */
export async function checkCalls(databaseUrl: string, answers: readonly Message[]): Promise<string[]> {
  const { calls, differences } = await readLedger(databaseUrl)
  const faults = answers.flatMap((answer) => {
    const own = calls.filter(({ messageId }) => messageId === answer.id)
    const [call] = own
    const isSame =
      call?.status === answer.status &&
      call.promptTokens === answer.promptTokens &&
      call.completionTokens === answer.completionTokens
    return own.length === 1 && isSame
      ? []
      : [`C7 answer ${answer.id} (${answer.status}) has ${own.length} calls in the log, ${call?.status}`]
  })
  return [...faults, ...differences.map((difference) => `C7 sums differ: ${JSON.stringify(difference)}`)]
}

interface Call {
  messageId: string
  status: string
  promptTokens: number | null
  completionTokens: number | null
}

const sums = `SUM(calls) AS calls, SUM(errors) AS errors, SUM(prompt_tokens) AS prompt, SUM(completion_tokens) AS completion,
  SUM(cost) AS cost`
const logged = `SELECT user_id, COUNT(*) AS calls, SUM(status = 'error') AS errors, SUM(COALESCE(prompt_tokens, 0)) AS prompt,
  SUM(COALESCE(completion_tokens, 0)) AS completion, SUM(COALESCE(cost, 0)) AS cost, COUNT(ttft_ms) AS first_texts,
  SUM(status = 'done' AND latency_ms IS NOT NULL) AS answers FROM calls GROUP BY user_id`
const summed = `SELECT scope, ${sums} FROM usage_daily GROUP BY scope`
const timed = `SELECT scope, SUM(first_texts) AS first_texts, SUM(answers) AS answers FROM usage_times GROUP BY scope`

/** Users of whom the log and the sums of the days tell different things. */
const differing = `SELECT * FROM (${logged}) AS log LEFT JOIN (${summed}) AS days ON days.scope = log.user_id
  LEFT JOIN (${timed}) AS times ON times.scope = log.user_id
  WHERE days.scope IS NULL OR days.calls <> log.calls OR days.errors <> log.errors OR days.prompt <> log.prompt
    OR days.completion <> log.completion OR days.cost <> log.cost
    OR COALESCE(times.first_texts, 0) <> log.first_texts OR COALESCE(times.answers, 0) <> log.answers`

const kind = `CASE WHEN scope IN ('by-model', 'by-user') THEN scope WHEN scope = user_id THEN 'users' ELSE 'models' END AS kind`

/** Finds a row where the kinds of scopes do not tell the same of all calls together. */
const compareKinds = (where: string) => `SELECT '${where}' AS compared, COUNT(*) AS kinds FROM (
    SELECT ${kind}, ${sums} FROM usage_daily WHERE ${where} GROUP BY kind) AS totals
    HAVING COUNT(DISTINCT calls, errors, prompt, completion, cost) > 1
  UNION ALL SELECT '${where}, times', COUNT(*) FROM (
    SELECT ${kind}, SUM(first_texts) AS first_texts, SUM(answers) AS answers FROM usage_times WHERE ${where} GROUP BY kind) AS totals
    HAVING COUNT(DISTINCT first_texts, answers) > 1`

/** Two kinds leave out what the other two tell apart: the model, or the calls of none. */
const comparisons = [`model_id > ""`, `scope LIKE "by-%"`].map(compareKinds)

async function readLedger(databaseUrl: string): Promise<{ calls: Call[]; differences: unknown[] }> {
  const { db, close } = openDatabase(databaseUrl)
  const [calls] = await db.$client.query(
    'SELECT message_id AS messageId, status, prompt_tokens AS promptTokens, completion_tokens AS completionTokens FROM calls',
  )
  const differences = await Promise.all([differing, ...comparisons].map((query) => db.$client.query(query)))
  await close()
  return { calls: calls as Call[], differences: differences.flatMap(([rows]) => rows as unknown[]) }
}
