import { sql, type SQL } from 'drizzle-orm'
import type { RowDataPacket } from 'mysql2'
import type { Database } from '../../database.ts'
import type { HistoryRow } from '../../records/message.ts'
import { readAttachments } from '../files/attachment-columns.ts'
import { MAX_HISTORY_ROWS, toByteCap } from './history-caps.ts'

/** Beyond every message of a window. */
const END = 2_147_483_647

interface HistoryRequest {
  windowId: string
  /** Only messages before this place in the window. */
  beforeSeq?: number
  /** The model's, in tokens; that of the window's model where absent. More text than it could hold is not loaded. */
  contextWindow?: number | null
}

/** The newest messages of each window before a place, oldest first, all by one statement. */
export async function loadHistories(db: Database, requests: HistoryRequest[]): Promise<HistoryRow[][]> {
  const histories: HistoryRow[][] = requests.map(() => [])
  if (requests.length === 0) return histories
  const branches = requests.map((request, index) => selectHistory({ ...request, place: index }))
  const [rows] = await db.execute(sql.join(branches, sql` UNION ALL `))
  for (const row of rows as unknown as RowDataPacket[]) histories[row.place]?.push(toHistoryRow(row))
  for (const history of histories) history.sort((one, other) => one.seq - other.seq)
  return histories
}

/**
 * One branch of a UNION; `place` tells its rows from the others'. Sizes are summed first, over ids, so that no text beyond
 * what the window's model could hold is read into the answer.
 */
function selectHistory({
  place,
  windowId,
  beforeSeq = END,
  contextWindow,
}: HistoryRequest & { place: number }): SQL {
  return sql`(
    SELECT ${place} AS place, messages.id, messages.seq, messages.role, messages.content, messages.status,
      messages.reply_to_id AS replyToId, messages.attempt, messages.attachments
    FROM (
      SELECT id, SUM(size) OVER (ORDER BY seq DESC) - size AS newer_bytes
      FROM (
        SELECT id, seq, OCTET_LENGTH(content) AS size FROM messages FORCE INDEX (messages_history)
        WHERE window_id = ${windowId} AND archived_by IS NULL AND seq < ${beforeSeq}
        ORDER BY seq DESC LIMIT ${sql.raw(String(MAX_HISTORY_ROWS))}
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

export function toHistoryRow(row: RowDataPacket): HistoryRow {
  const { id, seq, role, content, status, replyToId, attempt } = row
  const attachments = readAttachments(row.attachments)
  return { id, seq, role, content, status, replyToId, attempt, ...(attachments && { attachments }) }
}
