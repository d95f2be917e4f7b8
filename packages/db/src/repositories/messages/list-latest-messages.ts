import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { RowDataPacket } from 'mysql2'
import { compileQuery } from '../../connection/compile-query.ts'
import type { Database } from '../../database.ts'
import { trimDecimal } from '../../money/compute-cost.ts'
import { toLimit, toPage } from '../../paging/to-page.ts'
import type { LatestMessagesRequest, MessageRecord, WindowPageRecord } from '../../records/message.ts'
import type { Scope } from '../../records/scope.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { readAttachments } from '../files/attachment-columns.ts'
import { sessionInScope } from '../in-scope.ts'
import { toMessageCursor } from './list-messages.ts'
import { messageColumns } from './message-columns.ts'

const columns = sql.raw(
  Object.entries(messageColumns)
    .map(([name, column]) => `messages.\`${column.name}\` AS \`${name}\``)
    .join(', '),
)

const values = {
  sessionId: sql.placeholder('sessionId'),
  userId: sql.placeholder('userId'),
  limit: sql.placeholder('limit'),
}
const session = and(eq(chatSessions.id, values.sessionId), sessionInScope({ userId: values.userId }))

/**
 * Where the messages to be read begin is found first, along the index of each window's history: one branch then does for
 * all windows, which takes a third less than a UNION of them. DISTINCT makes of that a table of its own, worked out once.
 */
const readNewest = compileQuery<Record<keyof typeof values, string | number>>(sql`
  SELECT STRAIGHT_JOIN ${columns}
  FROM (
    SELECT STRAIGHT_JOIN DISTINCT chat_windows.id,
      COALESCE((SELECT newest.seq FROM messages AS newest FORCE INDEX (messages_history)
        WHERE newest.window_id = chat_windows.id AND newest.archived_by IS NULL
        ORDER BY newest.seq DESC LIMIT 1 OFFSET ${values.limit}), 0) AS first_seq
    FROM chat_sessions
    JOIN chat_windows ON chat_windows.session_id = chat_sessions.id AND chat_windows.removed_at IS NULL
    WHERE ${session}
  ) wanted
  JOIN messages FORCE INDEX (messages_history) ON messages.window_id = wanted.id
    AND messages.archived_by IS NULL AND messages.seq >= wanted.first_seq`)

/** The newest messages of each of a session's windows, in the windows' order. Null where the user has no such session. */
export async function listLatestMessages(
  db: Database,
  scope: Scope,
  { sessionId, limit: wantedLimit }: LatestMessagesRequest,
): Promise<WindowPageRecord[] | null> {
  const limit = toLimit(wantedLimit)
  // Side by side, as the second needs nothing of the first: it is bound to the user's session itself.
  const [windowIds, rows] = await Promise.all([
    findWindowIds(db, scope, sessionId),
    readNewest(db, { sessionId, userId: scope.userId, limit }),
  ])
  if (!windowIds) return null
  const found = new Map(windowIds.map((id): [string, MessageRecord[]] => [id, []]))
  for (const row of rows) found.get(row.windowId)?.push(toRecord(row))
  return windowIds.map((windowId) => {
    const newestFirst = (found.get(windowId) ?? []).sort((one, other) => other.seq - one.seq)
    const page = toPage(newestFirst, limit, toMessageCursor)
    return { windowId, items: page.items.reverse(), nextCursor: page.nextCursor }
  })
}

async function findWindowIds(db: Database, scope: Scope, sessionId: string): Promise<string[] | null> {
  const rows = await db
    .select({ id: chatWindows.id })
    .from(chatSessions)
    .leftJoin(chatWindows, and(eq(chatWindows.sessionId, chatSessions.id), isNull(chatWindows.removedAt)))
    .where(and(eq(chatSessions.id, sessionId), sessionInScope(scope)))
    .orderBy(asc(chatWindows.position), asc(chatWindows.id))
  // A session without a window is a row without an id.
  return rows.length === 0 ? null : rows.flatMap(({ id }) => id ?? [])
}

/** Only these come otherwise than they are meant. In place: copies of hundreds of rows take longer than reading them. */
function toRecord(row: RowDataPacket): MessageRecord {
  row.usageEstimated = Boolean(row.usageEstimated)
  row.superseded = Boolean(row.superseded)
  row.attachments = readAttachments(row.attachments)
  row.cost = row.cost === null ? null : trimDecimal(row.cost)
  row.createdAt = (row.createdAt as Date).toISOString()
  return row as unknown as MessageRecord
}
