import { sql, type SQL } from 'drizzle-orm'
import type { RowDataPacket } from 'mysql2'
import type { Database } from '../../database.ts'
import type { HistoryRow } from '../../records/run.ts'

const MAX_ROWS = 400
const MAX_BYTES = 4 * 1024 * 1024
const MAX_BYTES_OF_UNKNOWN_CONTEXT = 1024 * 1024
/** More than any tokenizer puts into a token on average, so that the cap never takes what the model has room for. */
const BYTES_PER_TOKEN = 16

export interface HistoryRequest {
  windowId: string
  /** Only messages before this place in the window. */
  beforeSeq: number
  /** The model's, in tokens: more text than that could hold is not loaded. */
  contextWindow: number | null
}

/** The newest messages of each window before a place, oldest first, all by one statement. */
export async function loadHistories(db: Database, requests: HistoryRequest[]): Promise<HistoryRow[][]> {
  const histories: HistoryRow[][] = requests.map(() => [])
  if (requests.length === 0) return histories
  const [rows] = await db.execute(sql.join(requests.map(selectHistory), sql` UNION ALL `))
  for (const row of rows as unknown as RowDataPacket[]) histories[row.request]?.push(toHistoryRow(row))
  for (const history of histories) history.sort((one, other) => one.seq - other.seq)
  return histories
}

/** Sizes are summed first, over ids, so that no text beyond the cap is read into the answer. */
function selectHistory(request: HistoryRequest, index: number): SQL {
  return sql`(
    SELECT ${index} AS request, messages.id, messages.seq, messages.role, messages.content, messages.status,
      messages.reply_to_id AS replyToId, messages.attempt
    FROM (
      SELECT id, SUM(size) OVER (ORDER BY seq DESC) - size AS newer_bytes
      FROM (
        SELECT id, seq, OCTET_LENGTH(content) AS size FROM messages
        WHERE window_id = ${request.windowId} AND seq < ${request.beforeSeq}
        ORDER BY seq DESC LIMIT ${sql.raw(String(MAX_ROWS))}
      ) newest
    ) sized
    JOIN messages ON messages.id = sized.id
    WHERE sized.newer_bytes < ${toByteCap(request.contextWindow)}
  )`
}

function toByteCap(contextWindow: number | null): number {
  if (contextWindow === null) return MAX_BYTES_OF_UNKNOWN_CONTEXT
  return Math.min(contextWindow * BYTES_PER_TOKEN, MAX_BYTES)
}

function toHistoryRow(row: RowDataPacket): HistoryRow {
  const { id, seq, role, content, status, replyToId, attempt } = row
  return { id, seq, role, content, status, replyToId, attempt }
}
