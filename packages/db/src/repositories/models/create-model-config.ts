import { max } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { newId } from '../../new-id.ts'
import type { ModelConfigRow, ModelConfigValues } from '../../records/model-config.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { toModelConfigRow } from './to-model-config-row.ts'

/** A new model stands last in lists, and everyone may use it until `saveModelAccess` says otherwise. */
export async function createModelConfig(db: Database, values: ModelConfigValues): Promise<ModelConfigRow> {
  const now = new Date()
  const row = {
    id: values.id ?? newId(),
    name: values.name,
    provider: values.provider,
    apiBase: values.apiBase,
    model: values.model,
    apiKeyCipher: values.apiKeyCipher ?? null,
    extraConfig: values.extraConfig ?? {},
    contextWindow: values.contextWindow ?? null,
    capabilities: values.capabilities ?? [],
    price: values.price ?? null,
    timeouts: values.timeouts ?? {},
    enabled: values.enabled ?? true,
    recordBodies: values.recordBodies ?? true,
    isDemo: false,
    position: await nextPosition(db),
    groupName: values.groupName ?? null,
    tags: values.tags ?? [],
    access: 'everyone' as const,
    maxTokensLimit: values.maxTokensLimit ?? null,
    lastTest: null,
    removedAt: null,
    createdAt: now,
    updatedAt: now,
  }
  await db.insert(modelConfigs).values(row)
  return toModelConfigRow(row)
}

/** Two that are made at once may stand at the same place: then the older one goes first. */
async function nextPosition(db: Database): Promise<number> {
  const [last] = await db.select({ position: max(modelConfigs.position) }).from(modelConfigs)
  return (last?.position ?? 0) + 1
}
