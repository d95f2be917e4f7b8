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

const logged = `SELECT user_id, COUNT(*) AS calls, SUM(status = 'error') AS errors, SUM(COALESCE(prompt_tokens, 0)) AS prompt,
  SUM(COALESCE(completion_tokens, 0)) AS completion, SUM(COALESCE(cost, 0)) AS cost, COUNT(ttft_ms) AS first_texts,
  SUM(status = 'done' AND latency_ms IS NOT NULL) AS answers FROM calls GROUP BY user_id`
const summed = `SELECT user_id, SUM(calls) AS calls, SUM(errors) AS errors, SUM(prompt_tokens) AS prompt,
  SUM(completion_tokens) AS completion, SUM(cost) AS cost FROM usage_daily GROUP BY user_id`
const timed = `SELECT user_id, SUM(first_texts) AS first_texts, SUM(answers) AS answers FROM usage_times GROUP BY user_id`

/** Users of whom the log and the sums of the days tell different things. */
const differing = `SELECT * FROM (${logged}) AS log LEFT JOIN (${summed}) AS days ON days.user_id = log.user_id
  LEFT JOIN (${timed}) AS times ON times.user_id = log.user_id
  WHERE days.user_id IS NULL OR days.calls <> log.calls OR days.errors <> log.errors OR days.prompt <> log.prompt
    OR days.completion <> log.completion OR days.cost <> log.cost
    OR COALESCE(times.first_texts, 0) <> log.first_texts OR COALESCE(times.answers, 0) <> log.answers`

/** Everyone's times are those of all users together. */
const unlike = `SELECT SUM(IF(user_id = '', answers, 0)) AS everyone, SUM(IF(user_id = '', 0, answers)) AS each_one
  FROM usage_times HAVING everyone <> each_one`

async function readLedger(databaseUrl: string): Promise<{ calls: Call[]; differences: unknown[] }> {
  const { db, close } = openDatabase(databaseUrl)
  const [calls] = await db.$client.query(
    'SELECT message_id AS messageId, status, prompt_tokens AS promptTokens, completion_tokens AS completionTokens FROM calls',
  )
  const differences = await Promise.all([db.$client.query(differing), db.$client.query(unlike)])
  await close()
  return { calls: calls as Call[], differences: differences.flatMap(([rows]) => rows as unknown[]) }
}
