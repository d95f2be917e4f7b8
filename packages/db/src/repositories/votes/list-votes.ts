import { and, desc, eq, lt, type SQL } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { decodeCursor, encodeCursor } from '../../paging/cursor.ts'
import { toLimit, toPage } from '../../paging/to-page.ts'
import type { Page } from '../../records/page.ts'
import type { Scope } from '../../records/scope.ts'
import type { VoteListRequest, VoteRecord } from '../../records/vote.ts'
import { votes } from '../../schema/votes.ts'
import { hasSession } from '../sessions/find-session.ts'
import { toVote, voteColumns } from './vote-columns.ts'

const LIST = 'votes'
const CURSOR = /^[0-9A-Z]{26}$/

/** The user's votes in a session, newest first. Null where the user has no such session. */
export async function listVotes(
  db: Database,
  scope: Scope,
  request: VoteListRequest,
): Promise<Page<VoteRecord> | null> {
  if (!(await hasSession(db, scope, request.sessionId))) return null
  const limit = toLimit(request.limit)
  const isListed = and(eq(votes.sessionId, request.sessionId), eq(votes.userId, scope.userId))
  const rows = await db
    .select({ ...voteColumns, id: votes.id })
    .from(votes)
    .where(and(isListed, comesAfter(request.cursor)))
    .orderBy(desc(votes.id))
    .limit(limit + 1)
  const page = toPage(rows, limit, ({ id }) => encodeCursor(LIST, [id]))
  return { items: page.items.map(({ id: _id, ...row }) => toVote(row)), nextCursor: page.nextCursor }
}

function comesAfter(cursor: string | null | undefined): SQL | undefined {
  if (cursor === null || cursor === undefined) return undefined
  const [id] = decodeCursor(LIST, CURSOR, cursor)
  return lt(votes.id, String(id))
}
