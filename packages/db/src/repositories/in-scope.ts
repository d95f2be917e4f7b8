import { and, eq, exists, isNull, sql, type SQL, type SQLWrapper } from 'drizzle-orm'
import { QueryBuilder } from 'drizzle-orm/mysql-core'
import type { Scope } from '../records/scope.ts'
import { chatSessions } from '../schema/chat-sessions.ts'
import { chatWindows } from '../schema/chat-windows.ts'
import { workspaceMembers } from '../schema/workspace-members.ts'

/** Who asks, or each row's own user. */
type AnyScope = Scope | { userId: SQLWrapper }

const query = new QueryBuilder()

/**
 * The session is the user's own, in a workspace that they are still a member of. A scalar subquery rather than EXISTS, which
 * the optimizer may turn into a join that starts from the members and loses the list's order.
 */
export function ownsSession(scope: AnyScope): SQL {
  const membership = query
    .select({ role: workspaceMembers.role })
    .from(workspaceMembers)
    .where(
      and(
        eq(workspaceMembers.workspaceId, chatSessions.workspaceId),
        eq(workspaceMembers.userId, scope.userId),
      ),
    )
  return sql`(${eq(chatSessions.userId, scope.userId)} AND (${membership}) IS NOT NULL)`
}

/** The user's own session, not removed. Needs `chat_sessions` in the query. */
export function sessionInScope(scope: AnyScope): SQL {
  return sql`(${isNull(chatSessions.removedAt)} AND ${ownsSession(scope)})`
}

/** A window of the user's own session that is not removed, for an UPDATE of `chat_windows`. */
export function windowSessionInScope(scope: Scope): SQL {
  return exists(
    query
      .select({ id: chatSessions.id })
      .from(chatSessions)
      .where(and(eq(chatSessions.id, chatWindows.sessionId), sessionInScope(scope))),
  )
}

/** This window is there and of the user's own session: asked once for a whole query, not for each of its rows. */
export function windowInScope(scope: Scope, windowId: string): SQL {
  return exists(
    query
      .select({ id: chatWindows.id })
      .from(chatWindows)
      .innerJoin(chatSessions, eq(chatSessions.id, chatWindows.sessionId))
      .where(and(eq(chatWindows.id, windowId), isNull(chatWindows.removedAt), sessionInScope(scope))),
  )
}
