import { and, asc, eq, inArray, isNull, like, or, sql } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { escapeLike } from '../../paging/escape-like.ts'
import { users } from '../../schema/users.ts'
import { workspaceMembers } from '../../schema/workspace-members.ts'
import { workspaces } from '../../schema/workspaces.ts'

interface WorkspaceRequest {
  ids?: string[] | undefined
  search?: string | undefined
  limit: number
}

/** Workspaces with their owners, as administrators see them: these, or those whose name or owner holds what is searched for. */
export function listWorkspaces(db: Database, { ids, search, limit }: WorkspaceRequest) {
  const holds = search && `%${escapeLike(search.toLowerCase())}%`
  return db
    .select({
      id: workspaces.id,
      name: workspaces.name,
      isPersonal: workspaces.isPersonal,
      ownerName: users.nickname,
      ownerEmail: users.email,
    })
    .from(workspaces)
    .leftJoin(
      workspaceMembers,
      and(eq(workspaceMembers.workspaceId, workspaces.id), eq(workspaceMembers.role, 'owner')),
    )
    .leftJoin(users, and(eq(users.id, workspaceMembers.userId), isNull(users.removedAt)))
    .where(
      and(
        ids && inArray(workspaces.id, ids.length > 0 ? ids : ['']),
        holds
          ? or(
              like(sql`LOWER(${workspaces.name})`, holds),
              like(sql`LOWER(${users.nickname})`, holds),
              like(users.email, holds),
            )
          : undefined,
      ),
    )
    .orderBy(asc(workspaces.isPersonal), asc(workspaces.name), asc(workspaces.id))
    .limit(limit)
}
