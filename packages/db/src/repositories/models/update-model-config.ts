import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { ModelConfigPatch } from '../../records/model-config.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { countRows } from '../count-rows.ts'

/** False where there is no such model. */
export async function updateModelConfig(db: Database, id: string, patch: ModelConfigPatch): Promise<boolean> {
  const result = await db
    .update(modelConfigs)
    .set({
      name: patch.name,
      provider: patch.provider,
      apiBase: patch.apiBase,
      model: patch.model,
      apiKeyCipher: patch.apiKeyCipher,
      extraConfig: patch.extraConfig,
      contextWindow: patch.contextWindow,
      capabilities: patch.capabilities,
      price: patch.price,
      timeouts: patch.timeouts,
      enabled: patch.enabled,
      updatedAt: new Date(),
    })
    .where(and(eq(modelConfigs.id, id), isNull(modelConfigs.removedAt)))
  return countRows(result) > 0
}
