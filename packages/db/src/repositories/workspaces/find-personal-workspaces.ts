import { and, desc, eq, inArray } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { workspaceMembers } from '../../schema/workspace-members.ts'
import { workspaces } from '../../schema/workspaces.ts'

/** The ids of the workspaces that users got at registration, by user. */
export async function findPersonalWorkspaces(db: Database, userIds: string[]): Promise<Map<string, string>> {
  if (userIds.length === 0) return new Map()
  const rows = await db
    .select({ id: workspaces.id, userId: workspaceMembers.userId })
    .from(workspaceMembers)
    .innerJoin(workspaces, eq(workspaces.id, workspaceMembers.workspaceId))
    .where(
      and(
        inArray(workspaceMembers.userId, [...new Set(userIds)]),
        eq(workspaceMembers.role, 'owner'),
        eq(workspaces.isPersonal, true),
      ),
    )
    // The first of several stays.
    .orderBy(desc(workspaces.id))
  return new Map(rows.map(({ id, userId }) => [userId, id]))
}
