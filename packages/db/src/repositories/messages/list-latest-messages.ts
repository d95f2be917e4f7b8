import { and, asc, eq, isNull, sql, type SQL } from 'drizzle-orm'
import type { RowDataPacket } from 'mysql2'
import type { Database } from '../../database.ts'
import { toLimit, toPage } from '../../paging/to-page.ts'
import type { LatestMessagesRequest, MessageRecord, WindowPageRecord } from '../../records/message.ts'
import type { Scope } from '../../records/scope.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { messages } from '../../schema/messages.ts'
import { sessionInScope } from '../in-scope.ts'
import { toMessageCursor } from './list-messages.ts'
import { messageColumns, toMessage, type MessageRow } from './message-columns.ts'

// What is the same in all rows of a window is not read with each of them.
const { sessionId: _session, windowId: _window, ...rowColumns } = messageColumns
const selected = sql.join(
  Object.entries(rowColumns).map(([name, column]) => sql`${column} AS ${sql.identifier(name)}`),
  sql`, `,
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
  const branches = windowIds.map((windowId, place) => selectNewest(windowId, place, limit + 1))
  const [rows] = await db.execute(sql.join(branches, sql` UNION ALL `))
  const found = windowIds.map((): MessageRecord[] => [])
  for (const { place, ...row } of rows as unknown as RowDataPacket[]) {
    found[place]?.push(toRecord(row as Row, { sessionId, windowId: windowIds[place] ?? '' }))
  }
  return windowIds.map((windowId, place) => {
    const newestFirst = (found[place] ?? []).sort((one, other) => other.seq - one.seq)
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

/** One branch of a UNION; `place` tells its rows from the others'. */
function selectNewest(windowId: string, place: number, count: number): SQL {
  return sql`(SELECT ${place} AS place, ${selected} FROM ${messages}
    WHERE ${eq(messages.windowId, windowId)} ORDER BY ${messages.seq} DESC LIMIT ${count})`
}

type Row = Record<keyof typeof rowColumns, unknown>
type Place = Pick<MessageRecord, 'sessionId' | 'windowId'>

/** Only these three come otherwise than they are meant. */
function toRecord(row: Row, place: Place): MessageRecord {
  return toMessage({
    ...(row as Omit<MessageRow, keyof Place>),
    ...place,
    usageEstimated: Boolean(row.usageEstimated),
    superseded: Boolean(row.superseded),
    createdAt: messages.createdAt.mapFromDriverValue(row.createdAt) as Date,
  })
}
