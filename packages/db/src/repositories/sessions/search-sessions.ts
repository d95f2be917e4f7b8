import { inArray, count } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { toLimit } from '../../paging/to-page.ts'
import type { Scope } from '../../records/scope.ts'
import type { SessionListRequest, SessionPageRecord, TextMatchRecord } from '../../records/session.ts'
import { messages } from '../../schema/messages.ts'
import { findTextMatches, MOST_OF_A_SESSION } from './find-text-matches.ts'
import { findTitleMatches } from './find-title-matches.ts'
import { selectSessions, toSessionCursor, toSummaries, type SelectedSession } from './session-page.ts'

/** Sessions that are looked at together. */
const SESSIONS_AT_ONCE = 50
/** Messages that one statement reads, and one call at most. */
const MESSAGES_AT_ONCE = 5_000

export interface SearchLimits {
  /** Messages that one call reads, give or take a statement. */
  messages: number
  /** How long it goes on to another statement. */
  milliseconds: number
}
const defaultLimits: SearchLimits = { messages: 100_000, milliseconds: 400 }

interface Found {
  session: SelectedSession
  match: TextMatchRecord | null
}

interface Searching {
  db: Database
  search: string
  limit: number
  limits: SearchLimits
  /** One more than a page holds, to see whether there are more. */
  found: Found[]
  /** How far the search has come. */
  last: SelectedSession | null
  messagesRead: number
  startedAt: number
  isCut: boolean
}

/**
 * The user's sessions whose title or messages hold the words, whatever the case, in the list's order. No index can find a
 * part of a text, least of all in languages without spaces, so their own messages are read, newest sessions first, and no
 * more of them than a call can wait for: a page that stopped there is `isPartial`, and its cursor goes on from there.
 */
export async function searchSessions(
  db: Database,
  scope: Scope,
  request: SessionListRequest & { search: string; limits?: SearchLimits },
): Promise<SessionPageRecord> {
  const { search, limits = defaultLimits } = request
  const state: Searching = {
    ...{ db, search, limit: toLimit(request.limit), found: [], last: null },
    ...{ limits, messagesRead: 0, startedAt: performance.now(), isCut: false },
  }
  let { cursor } = request
  for (;;) {
    const batch = await selectSessions(db, scope, { ...request, cursor, limit: SESSIONS_AT_ONCE })
    const isFinished = await searchBatch(state, batch)
    if (!isFinished) return toSearchPage(state, { isEnd: false })
    if (batch.length < SESSIONS_AT_ONCE) return toSearchPage(state, { isEnd: true })
    cursor = state.last && toSessionCursor(state.last)
  }
}

/** False where there is enough found, or read. */
async function searchBatch(state: Searching, batch: SelectedSession[]): Promise<boolean> {
  const titled = await findTitleMatches(state.db, ids(batch), state.search)
  const counts = await countMessages(
    state.db,
    ids(batch).filter((id) => !titled.has(id)),
  )
  for (const group of toGroups(batch, counts)) {
    if (isSpent(state)) return false
    const large = group.filter(({ id }) => (counts.get(id) ?? 0) > MOST_OF_A_SESSION)
    const texted = ids(group).filter((id) => counts.has(id))
    const matches = await findTextMatches(state.db, texted, { search: state.search, cut: ids(large) })
    state.isCut ||= large.some(({ id }) => !matches.has(id))
    for (const session of group) {
      const match = matches.get(session.id) ?? null
      if (titled.has(session.id) || match) state.found.push({ session, match })
      state.last = session
      state.messagesRead += Math.min(counts.get(session.id) ?? 0, MOST_OF_A_SESSION)
    }
    if (state.found.length > state.limit) return false
  }
  return true
}

/** Not before something was read, so that each call gets on. */
function isSpent({ limits, messagesRead, startedAt, last }: Searching): boolean {
  if (last === null) return false
  return messagesRead >= limits.messages || performance.now() - startedAt > limits.milliseconds
}

function ids(sessions: SelectedSession[]): string[] {
  return sessions.map((session) => session.id)
}

/** Along an index that holds no text. A session without messages is left out. */
async function countMessages(db: Database, sessionIds: string[]): Promise<Map<string, number>> {
  if (sessionIds.length === 0) return new Map()
  const rows = await db
    .select({ sessionId: messages.sessionId, count: count() })
    .from(messages, { forceIndex: 'messages_changed' })
    .where(inArray(messages.sessionId, sessionIds))
    .groupBy(messages.sessionId)
  return new Map(rows.map((row) => [row.sessionId, row.count]))
}

function toGroups(batch: SelectedSession[], counts: Map<string, number>): SelectedSession[][] {
  const groups: SelectedSession[][] = []
  let size = Number.POSITIVE_INFINITY
  for (const session of batch) {
    const messageCount = counts.get(session.id) ?? 0
    if (size + messageCount > MESSAGES_AT_ONCE) {
      groups.push([])
      size = 0
    }
    groups.at(-1)?.push(session)
    size += messageCount
  }
  return groups
}

async function toSearchPage(state: Searching, { isEnd }: { isEnd: boolean }): Promise<SessionPageRecord> {
  const { db, found, limit, last, isCut } = state
  const kept = found.slice(0, limit)
  const summaries = await toSummaries(
    db,
    kept.map(({ session }) => session),
  )
  const items = summaries.map((summary, index) => ({ ...summary, match: kept[index]?.match ?? null }))
  if (found.length > limit) {
    const lastKept = kept.at(-1)?.session
    return { items, nextCursor: lastKept ? toSessionCursor(lastKept) : null, isPartial: isCut }
  }
  const nextCursor = isEnd || !last ? null : toSessionCursor(last)
  return { items, nextCursor, isPartial: isCut || !isEnd }
}
