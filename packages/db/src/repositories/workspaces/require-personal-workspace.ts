import type { Database } from '../../database.ts'
import type { Scope } from '../../records/scope.ts'
import { findPersonalWorkspaces } from './find-personal-workspaces.ts'

/** The id of the workspace that every user gets at registration. */
export async function requirePersonalWorkspace(db: Database, { userId }: Scope): Promise<string> {
  const id = (await findPersonalWorkspaces(db, [userId])).get(userId)
  if (id === undefined) throw new Error(`User ${userId} has no personal workspace.`)
  return id
}
