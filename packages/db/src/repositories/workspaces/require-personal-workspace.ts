import { and, asc, eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { Scope } from '../../records/scope.ts'
import { workspaceMembers } from '../../schema/workspace-members.ts'
import { workspaces } from '../../schema/workspaces.ts'

/** The id of the workspace that every user gets at registration. */
export async function requirePersonalWorkspace(db: Database, scope: Scope): Promise<string> {
  const [row] = await db
    .select({ id: workspaces.id })
    .from(workspaceMembers)
    .innerJoin(workspaces, eq(workspaces.id, workspaceMembers.workspaceId))
    .where(
      and(
        eq(workspaceMembers.userId, scope.userId),
        eq(workspaceMembers.role, 'owner'),
        eq(workspaces.isPersonal, true),
      ),
    )
    .orderBy(asc(workspaces.id))
    .limit(1)
  if (!row) throw new Error(`User ${scope.userId} has no personal workspace.`)
  return row.id
}
