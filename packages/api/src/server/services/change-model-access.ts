import { listWorkspaceNames, saveModelAccess, type Database } from '@chatmore/db'
import type { ModelAccess } from '../../contract/index.ts'
import { AppError } from '../errors/app-error.ts'

/** Says who may use a model. Throws where one of the workspaces is not there. */
export async function changeModelAccess(
  database: Database,
  modelId: string,
  access: ModelAccess | undefined,
): Promise<void> {
  if (!access) return
  if (access.kind === 'workspaces') await requireWorkspaces(database, access.workspaceIds)
  await saveModelAccess(database, modelId, access)
}

async function requireWorkspaces(database: Database, ids: string[]): Promise<void> {
  const known = await listWorkspaceNames(database, ids)
  if (ids.every((id) => known.has(id))) return
  const rule = 'has a workspace that does not exist'
  throw new AppError('NOT_FOUND', `access.workspaceIds: ${rule}`, {
    fields: { 'access.workspaceIds': rule },
  })
}
