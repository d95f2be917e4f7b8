import type { Database } from '../../database.ts'
import { toLimit, toPage } from '../../paging/to-page.ts'
import type { Scope } from '../../records/scope.ts'
import type { SessionListRequest, SessionPageRecord } from '../../records/session.ts'
import { searchSessions } from './search-sessions.ts'
import { selectSessions, toSessionCursor, toSummaries } from './session-page.ts'

/** The user's sessions, the pinned ones first, then the latest used. `search` finds titles and messages that hold it. */
export async function listSessions(
  db: Database,
  scope: Scope,
  request: SessionListRequest,
): Promise<SessionPageRecord> {
  const search = request.search?.trim()
  if (search) return searchSessions(db, scope, { ...request, search })
  const limit = toLimit(request.limit)
  const rows = await selectSessions(db, scope, { ...request, limit: limit + 1 })
  const page = toPage(rows, limit, toSessionCursor)
  const items = (await toSummaries(db, page.items)).map((session) => ({ ...session, match: null }))
  return { items, nextCursor: page.nextCursor, isPartial: false }
}
