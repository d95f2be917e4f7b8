import { sql, type SQL } from 'drizzle-orm'
import type { RowDataPacket } from 'mysql2'
import type { Database } from '../../database.ts'
import type { HistoryRow } from '../../records/message.ts'

const MAX_ROWS = 400
const MAX_BYTES = 4 * 1024 * 1024
const MAX_BYTES_OF_UNKNOWN_CONTEXT = 1024 * 1024
/** More than any tokenizer puts into a token on average, so that the cap never takes what the model has room for. */
const BYTES_PER_TOKEN = 16
/** Beyond every message of a window. */
const END = 2_147_483_647

interface HistoryRequest {
  windowId: string
  /** Only messages before this place in the window. */
  beforeSeq?: number
  /** The model's, in tokens; that of the window's model where absent. More text than it could hold is not loaded. */
  contextWindow?: number | null
  /** What else must hold for anything to be read. */
  condition?: SQL | undefined
}

/** The newest messages of each window before a place, oldest first, all by one statement. */
export async function loadHistories(db: Database, requests: HistoryRequest[]): Promise<HistoryRow[][]> {
  const histories: HistoryRow[][] = requests.map(() => [])
  if (requests.length === 0) return histories
  const branches = requests.map((request, index) => selectHistory({ ...request, kind: String(index) }))
  const [rows] = await db.execute(sql.join(branches, sql` UNION ALL `))
  for (const row of rows as unknown as RowDataPacket[]) histories[Number(row.kind)]?.push(toHistoryRow(row))
  for (const history of histories) history.sort((one, other) => one.seq - other.seq)
  return histories
}

/**
 * One branch of a UNION; `kind` tells its rows from the others'. Sizes are summed first, over ids, so that no text beyond
 * what the window's model could hold is read into the answer.
 */
export function selectHistory({
  kind,
  windowId,
  beforeSeq = END,
  contextWindow,
  condition = sql`TRUE`,
}: HistoryRequest & { kind: string }): SQL {
  return sql`(
    SELECT ${kind} AS kind, ${windowId} AS windowId, messages.id, messages.seq, messages.role, messages.content,
      messages.status, messages.reply_to_id AS replyToId, messages.attempt, NULL AS windowRow, NULL AS modelRow
    FROM (
      SELECT id, SUM(size) OVER (ORDER BY seq DESC) - size AS newer_bytes
      FROM (
        SELECT id, seq, OCTET_LENGTH(content) AS size FROM messages FORCE INDEX (messages_history)
        WHERE window_id = ${windowId} AND archived_by IS NULL AND seq < ${beforeSeq} AND ${condition}
        ORDER BY seq DESC LIMIT ${sql.raw(String(MAX_ROWS))}
      ) newest
    ) sized
    JOIN messages ON messages.id = sized.id
    WHERE sized.newer_bytes < ${contextWindow === undefined ? capOfWindow(windowId) : toByteCap(sql`${contextWindow}`)}
  )`
}

function capOfWindow(windowId: string): SQL {
  return sql`(SELECT ${toByteCap(sql`context_window`)} FROM chat_windows
    JOIN model_configs ON model_configs.id = chat_windows.model_id WHERE chat_windows.id = ${windowId})`
}

function toByteCap(tokens: SQL): SQL {
  return sql`LEAST(COALESCE(${tokens} * ${BYTES_PER_TOKEN}, ${MAX_BYTES_OF_UNKNOWN_CONTEXT}), ${MAX_BYTES})`
}

export function toHistoryRow(row: RowDataPacket): HistoryRow {
  const { id, seq, role, content, status, replyToId, attempt } = row
  return { id, seq, role, content, status, replyToId, attempt }
}
