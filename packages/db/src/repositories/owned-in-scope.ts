import { and, eq, sql, type AnyColumn, type SQL } from 'drizzle-orm'
import { QueryBuilder } from 'drizzle-orm/mysql-core'
import type { Scope } from '../records/scope.ts'
import { workspaceMembers } from '../schema/workspace-members.ts'

const query = new QueryBuilder()

/** A row is the user's own, in a workspace that they are still a member of: for tables that carry both columns. */
export function ownedInScope(scope: Scope, table: { userId: AnyColumn; workspaceId: AnyColumn }): SQL {
  const membership = query
    .select({ role: workspaceMembers.role })
    .from(workspaceMembers)
    .where(
      and(eq(workspaceMembers.workspaceId, table.workspaceId), eq(workspaceMembers.userId, scope.userId)),
    )
  return sql`(${eq(table.userId, scope.userId)} AND (${membership}) IS NOT NULL)`
}
