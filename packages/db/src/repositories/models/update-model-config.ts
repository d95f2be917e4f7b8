import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { ModelConfigPatch } from '../../records/model-config.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { countRows } from '../count-rows.ts'

interface Target {
  id: string
  /** The address that the change was decided by; absent where it does not depend on that. */
  whileApiBase?: string | undefined
}

/** False where there is no such model, or its address is another by now. */
export async function updateModelConfig(
  db: Database,
  { id, whileApiBase }: Target,
  patch: ModelConfigPatch,
): Promise<boolean> {
  const isAsRead = whileApiBase === undefined ? undefined : eq(modelConfigs.apiBase, whileApiBase)
  const result = await db
    .update(modelConfigs)
    .set({
      name: patch.name,
      provider: patch.provider,
      apiBase: patch.apiBase,
      model: patch.model,
      extraConfig: patch.extraConfig,
      contextWindow: patch.contextWindow,
      capabilities: patch.capabilities,
      price: patch.price,
      timeouts: patch.timeouts,
      callOptions: patch.callOptions,
      maxConcurrent: patch.maxConcurrent,
      enabled: patch.enabled,
      recordBodies: patch.recordBodies,
      groupName: patch.groupName,
      tags: patch.tags,
      maxTokensLimit: patch.maxTokensLimit,
      lastTest: patch.lastTest,
      updatedAt: new Date(),
    })
    .where(and(eq(modelConfigs.id, id), isNull(modelConfigs.removedAt), isAsRead))
  return countRows(result) > 0
}
