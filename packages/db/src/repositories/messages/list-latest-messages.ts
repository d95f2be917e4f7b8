import { and, asc, eq, isNull, sql, type SQL } from 'drizzle-orm'
import type { RowDataPacket } from 'mysql2'
import type { Database } from '../../database.ts'
import { trimDecimal } from '../../money/compute-cost.ts'
import { toLimit, toPage } from '../../paging/to-page.ts'
import type { LatestMessagesRequest, MessageRecord, WindowPageRecord } from '../../records/message.ts'
import type { Scope } from '../../records/scope.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { messages } from '../../schema/messages.ts'
import { sessionInScope } from '../in-scope.ts'
import { toMessageCursor } from './list-messages.ts'
import { messageColumns } from './message-columns.ts'

// As one piece of text: for each of many windows, putting it together anew takes longer than reading a row.
const columns = sql.raw(
  Object.entries(messageColumns)
    .map(([name, column]) => `\`${column.name}\` AS \`${name}\``)
    .join(', '),
)

/** The newest messages of each of a session's windows, in the windows' order. Null where the user has no such session. */
export async function listLatestMessages(
  db: Database,
  scope: Scope,
  request: LatestMessagesRequest,
): Promise<WindowPageRecord[] | null> {
  const { sessionId } = request
  const limit = toLimit(request.limit)
  const windowIds = await findWindowIds(db, scope, sessionId)
  if (!windowIds) return null
  if (windowIds.length === 0) return []
  const branches = windowIds.map((windowId) => selectNewest(windowId, limit + 1))
  const [rows] = await db.execute(sql.join(branches, sql` UNION ALL `))
  const found = new Map(windowIds.map((id): [string, MessageRecord[]] => [id, []]))
  for (const row of rows as unknown as RowDataPacket[]) found.get(row.windowId)?.push(toRecord(row))
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

function selectNewest(windowId: string, count: number): SQL {
  return sql`(SELECT ${columns} FROM ${messages} FORCE INDEX (messages_history)
    WHERE ${eq(messages.windowId, windowId)} AND ${isNull(messages.archivedBy)} ORDER BY ${messages.seq} DESC LIMIT ${count})`
}

/** Only these come otherwise than they are meant. In place: copies of hundreds of rows take longer than reading them. */
function toRecord(row: RowDataPacket): MessageRecord {
  row.usageEstimated = Boolean(row.usageEstimated)
  row.superseded = Boolean(row.superseded)
  row.attachments = row.attachments === null ? [] : messages.attachments.mapFromDriverValue(row.attachments)
  row.cost = row.cost === null ? null : trimDecimal(row.cost)
  row.createdAt = (messages.createdAt.mapFromDriverValue(row.createdAt) as Date).toISOString()
  return row as unknown as MessageRecord
}
