import { and, desc, eq, gte, like, lt, lte, or, type SQL } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { decodeCursor, encodeCursor } from '../../paging/cursor.ts'
import { escapeLike } from '../../paging/escape-like.ts'
import { toLimit, toPage } from '../../paging/to-page.ts'
import type { AuditListRequest, AuditRow } from '../../records/audit.ts'
import type { Page } from '../../records/page.ts'
import { auditLog } from '../../schema/audit-log.ts'

const LIST = 'audit'
const CURSOR = /^\d{1,15} [0-9A-Z]{26}$/

/** The newest first. `search` finds names of users and of what was changed that begin with it. */
export async function listAudit(db: Database, request: AuditListRequest): Promise<Page<AuditRow>> {
  const limit = toLimit(request.limit)
  const rows = await db
    .select()
    .from(auditLog)
    .where(and(...toConditions(request), afterCursor(request.cursor)))
    .orderBy(desc(auditLog.at), desc(auditLog.id))
    .limit(limit + 1)
  const page = toPage(rows, limit, ({ at, id }) => encodeCursor(LIST, [at.getTime(), id]))
  return { ...page, items: page.items.map((row) => ({ ...row, at: row.at.toISOString() })) }
}

function toConditions({ action, userId, from, to, search }: AuditListRequest): (SQL | undefined)[] {
  const begins = search && `${escapeLike(search)}%`
  return [
    action && eq(auditLog.action, action),
    userId && or(eq(auditLog.actorId, userId), eq(auditLog.targetId, userId)),
    from && gte(auditLog.at, from),
    to && lt(auditLog.at, to),
    begins && or(like(auditLog.actorName, begins), like(auditLog.targetName, begins)),
  ].map((condition) => condition || undefined)
}

function afterCursor(cursor: string | null | undefined): SQL | undefined {
  if (cursor == null) return undefined
  const [time = '', id = ''] = decodeCursor(LIST, CURSOR, cursor)
  const at = new Date(Number(time))
  // The first condition alone bounds the walk along the index.
  return and(lte(auditLog.at, at), or(lt(auditLog.at, at), lt(auditLog.id, id)))
}
