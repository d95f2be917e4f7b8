import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, lte, or, sql, type SQL } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { decodeCursor, encodeCursor } from '../../paging/cursor.ts'
import type { Scope } from '../../records/scope.ts'
import type { SessionListRequest, SessionSummaryRecord } from '../../records/session.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { messages } from '../../schema/messages.ts'
import { sessionTags } from '../../schema/session-tags.ts'
import { sessionInScope } from '../in-scope.ts'
import { toTagKey } from './tag-key.ts'

const LIST = 'sessions'
const CURSOR = /^[01] \d{1,15} [0-9A-Z]{26}$/

export interface SessionPosition {
  id: string
  pinned: boolean
  updatedAt: Date
}

export function toSessionCursor({ pinned, updatedAt, id }: SessionPosition): string {
  return encodeCursor(LIST, [pinned ? 1 : 0, updatedAt.getTime(), id])
}

/** So many of the user's sessions: the pinned ones first, then the latest used, along the index of that order. */
export function selectSessions(
  db: Database,
  scope: Scope,
  { archived = false, tag, cursor, limit }: Omit<SessionListRequest, 'search'> & { limit: number },
) {
  return db
    .select({
      id: chatSessions.id,
      title: chatSessions.title,
      pinned: chatSessions.pinned,
      archived: chatSessions.archived,
      windowCount: windowCount(db),
      createdAt: chatSessions.createdAt,
      updatedAt: chatSessions.updatedAt,
    })
    .from(chatSessions)
    .where(
      and(sessionInScope(scope), eq(chatSessions.archived, archived), hasTag(db, tag), comesAfter(cursor)),
    )
    .orderBy(desc(chatSessions.pinned), desc(chatSessions.updatedAt), desc(chatSessions.id))
    .limit(limit)
}

export type SelectedSession = Awaited<ReturnType<typeof selectSessions>>[number]

/** The sessions of a page with what other tables know of them. */
export async function toSummaries(
  db: Database,
  sessions: SelectedSession[],
): Promise<Omit<SessionSummaryRecord, 'match'>[]> {
  const ids = sessions.map((session) => session.id)
  const running = await findRunning(db, ids)
  const tags = await findTags(db, ids)
  return sessions.map(({ createdAt, updatedAt, ...session }) => ({
    ...session,
    tags: tags.get(session.id) ?? [],
    isRunning: running.has(session.id),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }))
}

/** The tags of each of the sessions, in their order. */
export async function findTags(db: Database, sessionIds: string[]): Promise<Map<string, string[]>> {
  const tags = new Map<string, string[]>()
  if (sessionIds.length === 0) return tags
  const rows = await db
    .select({ sessionId: sessionTags.sessionId, tag: sessionTags.tag })
    .from(sessionTags)
    .where(inArray(sessionTags.sessionId, sessionIds))
    .orderBy(asc(sessionTags.tagKey))
  for (const { sessionId, tag } of rows) tags.set(sessionId, [...(tags.get(sessionId) ?? []), tag])
  return tags
}

function windowCount(db: Database): SQL<number> {
  const count = db
    .select({ count: sql`COUNT(*)` })
    .from(chatWindows)
    .where(and(eq(chatWindows.sessionId, chatSessions.id), isNull(chatWindows.removedAt)))
  return sql`(${count})`.mapWith(Number)
}

/** A scalar subquery, which leaves the walk along the list's index alone, where EXISTS may become a join. */
export function hasTag(db: Database, tag: string | undefined): SQL | undefined {
  if (tag === undefined) return undefined
  const found = db
    .select({ tag: sql`1` })
    .from(sessionTags)
    .where(and(eq(sessionTags.sessionId, chatSessions.id), eq(sessionTags.tagKey, toTagKey(tag))))
  return sql`(${found}) IS NOT NULL`
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

function comesAfter(cursor: string | null | undefined): SQL | undefined {
  if (cursor === null || cursor === undefined) return undefined
  const [pinned, time, id] = decodeCursor(LIST, CURSOR, cursor)
  const updatedAt = new Date(Number(time))
  const isPinned = pinned === '1'
  const isOlder = and(
    eq(chatSessions.pinned, isPinned),
    lte(chatSessions.updatedAt, updatedAt),
    or(lt(chatSessions.updatedAt, updatedAt), lt(chatSessions.id, String(id))),
  )
  return isPinned ? or(isOlder, eq(chatSessions.pinned, false)) : isOlder
}
