import type { ModelConfigRow } from '@chatmore/db'
import type { ModelConfig, ModelSummary } from '../../contract/index.ts'

/** What a model can do beside text is in its `capabilities`. */
const VISION = 'vision'

export function canSee({ capabilities }: Pick<ModelConfigRow, 'capabilities'>): boolean {
  return capabilities.includes(VISION)
}

/** The `capabilities` of a model by what an administrator says of it. */
export function toCapabilities(vision: boolean): string[] {
  return vision ? [VISION] : []
}

/** A model as anyone may see it. Fields are named one by one, so that a new column stays inside. */
export function toModelSummary(row: ModelConfigRow): ModelSummary {
  return {
    id: row.id,
    name: row.name,
    provider: row.provider,
    model: row.model,
    defaults: row.extraConfig,
    contextWindow: row.contextWindow,
    capabilities: row.capabilities,
    vision: canSee(row),
    enabled: row.enabled,
    isDemo: row.isDemo,
    price: row.price,
  }
}

/** A model as administrators see it: whether it has a key, never the key. */
export function toModelConfig(row: ModelConfigRow): ModelConfig {
  return {
    ...toModelSummary(row),
    apiBase: row.apiBase,
    hasApiKey: row.apiKeyCipher !== null,
    recordBodies: row.recordBodies,
    timeouts: row.timeouts,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }
}
