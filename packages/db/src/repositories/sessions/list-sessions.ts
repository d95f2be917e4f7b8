import { and, desc, eq, inArray, isNotNull, isNull, lt, lte, or, sql, type SQL } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { decodeCursor, encodeCursor } from '../../paging/cursor.ts'
import { escapeLike } from '../../paging/escape-like.ts'
import { toLimit, toPage } from '../../paging/to-page.ts'
import type { Page } from '../../records/page.ts'
import type { Scope } from '../../records/scope.ts'
import type { SessionListRequest, SessionSummaryRecord } from '../../records/session.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { messages } from '../../schema/messages.ts'
import { sessionInScope } from '../in-scope.ts'

const LIST = 'sessions'
const CURSOR = /^\d{1,15} [0-9A-Z]{26}$/

/** The user's sessions, the latest used first. `search` finds titles that hold it, whatever the case. */
export async function listSessions(
  db: Database,
  scope: Scope,
  request: SessionListRequest,
): Promise<Page<SessionSummaryRecord>> {
  const limit = toLimit(request.limit)
  const rows = await db
    .select({
      id: chatSessions.id,
      title: chatSessions.title,
      windowCount: windowCount(db),
      createdAt: chatSessions.createdAt,
      updatedAt: chatSessions.updatedAt,
    })
    .from(chatSessions)
    .where(and(sessionInScope(scope), matches(request.search), comesAfter(request.cursor)))
    .orderBy(desc(chatSessions.updatedAt), desc(chatSessions.id))
    .limit(limit + 1)
  const page = toPage(rows, limit, (last) => encodeCursor(LIST, [last.updatedAt.getTime(), last.id]))
  const running = await findRunning(
    db,
    page.items.map((session) => session.id),
  )
  const items = page.items.map(({ createdAt, updatedAt, ...session }) => ({
    ...session,
    isRunning: running.has(session.id),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }))
  return { items, nextCursor: page.nextCursor }
}

function windowCount(db: Database): SQL<number> {
  const count = db
    .select({ count: sql`COUNT(*)` })
    .from(chatWindows)
    .where(and(eq(chatWindows.sessionId, chatSessions.id), isNull(chatWindows.removedAt)))
  return sql`(${count})`.mapWith(Number)
}

/**
 * Which of the sessions are answering. By a statement of its own: within the list it would go through all messages of each
 * session, where a list of ids goes to the few in flight.
 */
async function findRunning(db: Database, sessionIds: string[]): Promise<Set<string>> {
  if (sessionIds.length === 0) return new Set()
  const rows = await db
    .selectDistinct({ sessionId: messages.sessionId })
    .from(messages)
    .where(and(inArray(messages.sessionId, sessionIds), isNotNull(messages.leaseOwner)))
  return new Set(rows.map((row) => row.sessionId))
}

function matches(search: string | undefined): SQL | undefined {
  const words = search?.trim()
  if (!words) return undefined
  return sql`LOWER(${chatSessions.title}) LIKE LOWER(${`%${escapeLike(words)}%`})`
}

function comesAfter(cursor: string | null | undefined): SQL | undefined {
  if (cursor === null || cursor === undefined) return undefined
  const [time, id] = decodeCursor(LIST, CURSOR, cursor)
  const updatedAt = new Date(Number(time))
  return and(
    lte(chatSessions.updatedAt, updatedAt),
    or(lt(chatSessions.updatedAt, updatedAt), lt(chatSessions.id, String(id))),
  )
}
