import { and, inArray, isNull } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { users } from '../../schema/users.ts'
import { workspaces } from '../../schema/workspaces.ts'

/** What users are called, by their ids; those who are gone are left out. */
export async function listUserNames(db: Database, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: users.id, name: users.nickname })
    .from(users)
    .where(and(inArray(users.id, ids), isNull(users.removedAt)))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** What workspaces are called, by their ids. */
export async function listWorkspaceNames(db: Database, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: workspaces.id, name: workspaces.name })
    .from(workspaces)
    .where(inArray(workspaces.id, ids))
  return new Map(rows.map(({ id, name }) => [id, name]))
}
