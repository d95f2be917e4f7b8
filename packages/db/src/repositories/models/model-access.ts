import { asc, eq, inArray } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { ModelAccess } from '../../records/model-config.ts'
import { modelAccess } from '../../schema/model-access.ts'
import { modelConfigs } from '../../schema/model-configs.ts'

/** Says who may use the model, in place of who could. Call it in a transaction. */
export async function saveModelAccess(tx: Database, modelId: string, access: ModelAccess): Promise<void> {
  const grantees = listGrantees(access)
  await tx
    .update(modelConfigs)
    .set({ access: access.kind, updatedAt: new Date() })
    .where(eq(modelConfigs.id, modelId))
  await tx.delete(modelAccess).where(eq(modelAccess.modelId, modelId))
  if (grantees.length > 0)
    await tx.insert(modelAccess).values(grantees.map((grantee) => ({ modelId, grantee })))
}

/** Who may use each of the models, by id. */
export async function listModelAccess(db: Database, ids: string[]): Promise<Map<string, ModelAccess>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: modelConfigs.id, kind: modelConfigs.access, grantee: modelAccess.grantee })
    .from(modelConfigs)
    .leftJoin(modelAccess, eq(modelAccess.modelId, modelConfigs.id))
    .where(inArray(modelConfigs.id, ids))
    .orderBy(asc(modelAccess.grantee))
  const granteesOf = (id: string) =>
    rows.flatMap((row) => (row.id === id && row.grantee !== null ? [row.grantee] : []))
  return new Map(rows.map(({ id, kind }) => [id, toAccess(kind, granteesOf(id))]))
}

function listGrantees(access: ModelAccess): string[] {
  if (access.kind === 'roles') return [...new Set(access.roles)]
  return access.kind === 'workspaces' ? [...new Set(access.workspaceIds)] : []
}

function toAccess(kind: ModelAccess['kind'], grantees: string[]): ModelAccess {
  if (kind === 'roles') return { kind, roles: grantees as ('admin' | 'user')[] }
  return kind === 'workspaces' ? { kind, workspaceIds: grantees } : { kind }
}
