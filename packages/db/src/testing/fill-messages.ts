import { sql, type SQL } from 'drizzle-orm'
import type { Database } from '../database.ts'
import type { Scope } from '../records/scope.ts'
import { createSession } from '../repositories/sessions/create-session.ts'

/** Keeps a statement to about a second, as people's are. */
const ROWS_PER_STATEMENT = 10_000
const SESSIONS_AT_ONCE = 8

export interface FillRequest {
  scope: Scope
  modelId: string
  sessions: number
  windowsPerSession: number
  /** A turn is two messages; at most 5000 of them. */
  turnsPerWindow: number
  /** Of a message, in characters. */
  textLength?: number
}

/**
 * Fills the database as years of use would, a million messages in less than a minute, and gives the ids of the sessions. The rows are
 * made by the server itself: each window has dense turns of an input and its answer, all of them done.
 */
export async function fillMessages(db: Database, request: FillRequest): Promise<string[]> {
  const sessionIds: string[] = []
  while (sessionIds.length < request.sessions) {
    const count = Math.min(SESSIONS_AT_ONCE, request.sessions - sessionIds.length)
    sessionIds.push(...(await Promise.all(Array.from({ length: count }, () => create(db, request)))))
  }
  const idBase = Date.now()
  const perSession = request.windowsPerSession * request.turnsPerWindow * 2
  const sessionsPerStatement = Math.max(1, Math.floor(ROWS_PER_STATEMENT / perSession))
  for (let at = 0; at < sessionIds.length; at += sessionsPerStatement) {
    const part = sessionIds.slice(at, at + sessionsPerStatement)
    await db.execute(insertTurns(request, part, { idBase, firstRow: at * perSession }))
  }
  await db.execute(sql`
    UPDATE chat_sessions SET initial_broadcast_done = TRUE, title = CONCAT('Filled ', id)
    WHERE user_id = ${request.scope.userId} AND initial_broadcast_done = FALSE`)
  await db.execute(sql`ANALYZE TABLE messages`)
  return sessionIds
}

async function create(db: Database, { scope, modelId, windowsPerSession }: FillRequest): Promise<string> {
  const windows = Array.from({ length: windowsPerSession }, (_, index) => ({
    modelId,
    name: `Window ${index + 1}`,
  }))
  return (await createSession(db, scope, { windows })).id
}

const digits = sql.raw(`(${Array.from({ length: 10 }, (_, d) => `SELECT ${d} AS d`).join(' UNION ALL ')})`)

const noDigit = sql.raw('(SELECT 0 AS d)')

/** Ids are of digits alone, which ULIDs may be: the moment, then the number of the row. */
function insertTurns(
  { turnsPerWindow, textLength = 1000 }: FillRequest,
  sessionIds: string[],
  { idBase, firstRow }: { idBase: number; firstRow: number },
): SQL {
  const toId = (row: SQL) => sql`CONCAT('0', ${String(idBase)}, LPAD(${row}, 12, '0'))`
  return sql`
    INSERT INTO messages (id, session_id, window_id, seq, role, content, reasoning, status, finish_reason, prompt_tokens,
      completion_tokens, usage_estimated, model_id, model_name, client_message_id, request_hash, reply_to_id, attempt,
      superseded, lease_fence, created_at, updated_at)
    SELECT ${toId(sql`number`)}, session_id, window_id, seq, IF(is_answer, 'assistant', 'user'),
      LEFT(REPEAT(CONCAT('w', number, ' '), ${Math.ceil(textLength / 3)}), ${textLength}), '', 'done',
      IF(is_answer, 'stop', NULL), IF(is_answer, 100, NULL), IF(is_answer, 250, NULL), FALSE,
      IF(is_answer, model_id, NULL), IF(is_answer, 'Model', NULL), IF(is_answer, NULL, CONCAT('fill-', seq)),
      IF(is_answer, NULL, REPEAT('a', 64)), IF(is_answer, ${toId(sql`number - 1`)}, NULL), 1, FALSE,
      IF(is_answer, 1, 0), UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)
    FROM (
      SELECT windows.*, seqs.seq, seqs.seq % 2 = 0 AS is_answer,
        ${firstRow} + (windows.place - 1) * ${turnsPerWindow * 2} + seqs.seq AS number
      FROM (
        SELECT id AS window_id, session_id, model_id, ROW_NUMBER() OVER (ORDER BY session_id, position, id) AS place
        FROM chat_windows WHERE session_id IN ${sessionIds}
      ) windows
      JOIN (
        SELECT ones.d + tens.d * 10 + hundreds.d * 100 + thousands.d * 1000 + 1 AS seq
        FROM ${digits} ones, ${digits} tens, ${digits} hundreds, ${turnsPerWindow > 500 ? digits : noDigit} thousands
      ) seqs ON seqs.seq <= ${turnsPerWindow * 2}
      ORDER BY windows.place, seqs.seq
    ) filled`
}
