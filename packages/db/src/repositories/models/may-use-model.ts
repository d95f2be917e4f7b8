import { and, eq, exists, inArray, or, type SQL, type SQLWrapper } from 'drizzle-orm'
import { QueryBuilder } from 'drizzle-orm/mysql-core'
import type { Scope } from '../../records/scope.ts'
import { modelAccess } from '../../schema/model-access.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { users } from '../../schema/users.ts'
import { workspaceMembers } from '../../schema/workspace-members.ts'

const query = new QueryBuilder()

/** Whether whoever asks may choose the model of this row: its user may use it, and their API key, if that is what they use. */
export function mayChooseModel({ userId, keyModelIds }: Scope): SQL | undefined {
  return and(mayUseModel(userId), keyModelIds ? inArray(modelConfigs.id, [...keyModelIds]) : undefined)
}

/** Whether the user may use the model of this row: the one place that says so. Needs `model_configs` in the query. */
export function mayUseModel(userId: string | SQLWrapper): SQL | undefined {
  const role = query.select({ role: users.role }).from(users).where(eq(users.id, userId))
  const workspaceIds = query
    .select({ id: workspaceMembers.workspaceId })
    .from(workspaceMembers)
    .where(eq(workspaceMembers.userId, userId))
  const grant = query
    .select({ modelId: modelAccess.modelId })
    .from(modelAccess)
    .where(
      and(
        eq(modelAccess.modelId, modelConfigs.id),
        or(
          and(eq(modelConfigs.access, 'roles'), inArray(modelAccess.grantee, role)),
          and(eq(modelConfigs.access, 'workspaces'), inArray(modelAccess.grantee, workspaceIds)),
        ),
      ),
    )
  return or(eq(modelConfigs.access, 'everyone'), exists(grant))
}
