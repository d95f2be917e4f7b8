import { and, desc, eq, gt, isNull, like, lt, or, sql } from 'drizzle-orm'
import { QueryBuilder } from 'drizzle-orm/mysql-core'
import type { Database } from '../../database.ts'
import { decodeCursor, encodeCursor } from '../../paging/cursor.ts'
import { escapeLike } from '../../paging/escape-like.ts'
import { toLimit, toPage } from '../../paging/to-page.ts'
import type { Page } from '../../records/page.ts'
import type { ListedUser, UserListRequest } from '../../records/user.ts'
import { authSessions } from '../../schema/auth-sessions.ts'
import { users } from '../../schema/users.ts'
import { databaseNow } from '../database-now.ts'
import { toIso } from '../to-iso.ts'
import { toUserRow, userColumns } from './user-columns.ts'

const LIST = 'users'

const signIns = new QueryBuilder()
  .select({ count: sql<number>`COUNT(*)` })
  .from(authSessions)
  .where(and(eq(authSessions.userId, users.id), gt(authSessions.expiresAt, databaseNow)))

const listedColumns = {
  ...userColumns,
  lastSignInAt: users.lastSignInAt,
  suspendedAt: users.suspendedAt,
  signIns: sql<number>`(${signIns})`,
}

/** All users, the newest first. `search` finds those whose name or e-mail address holds it. */
export async function listUsers(db: Database, request: UserListRequest): Promise<Page<ListedUser>> {
  const limit = toLimit(request.limit)
  const [before] = request.cursor == null ? [] : decodeCursor(LIST, /^[0-9A-Z]{26}$/, request.cursor)
  const holds = request.search && `%${escapeLike(request.search.toLowerCase())}%`
  const rows = await db
    .select(listedColumns)
    .from(users)
    .where(
      and(
        isNull(users.removedAt),
        before === undefined ? undefined : lt(users.id, before),
        holds ? or(like(users.email, holds), like(sql`LOWER(${users.nickname})`, holds)) : undefined,
      ),
    )
    .orderBy(desc(users.id))
    .limit(limit + 1)
  const page = toPage(rows, limit, ({ id }) => encodeCursor(LIST, [id]))
  return { ...page, items: page.items.map(toListedUser) }
}

export async function findListedUser(db: Database, id: string): Promise<ListedUser | null> {
  const [row] = await db
    .select(listedColumns)
    .from(users)
    .where(and(eq(users.id, id), isNull(users.removedAt)))
  return row ? toListedUser(row) : null
}

interface Selected extends Omit<ListedUser, 'createdAt' | 'lastSignInAt' | 'suspendedAt'> {
  createdAt: Date
  lastSignInAt: Date | null
  suspendedAt: Date | null
}

function toListedUser({ lastSignInAt, suspendedAt, signIns: count, ...user }: Selected): ListedUser {
  return {
    ...toUserRow(user),
    lastSignInAt: toIso(lastSignInAt),
    suspendedAt: toIso(suspendedAt),
    signIns: Number(count),
  }
}
