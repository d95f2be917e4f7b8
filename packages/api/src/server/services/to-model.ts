import type { ModelConfigRow, ModelSecretRow } from '@chatmore/db'
import type {
  EndpointOptionValues,
  ModelAccess,
  ModelConfig,
  ModelKey,
  ModelSummary,
} from '../../contract/index.ts'

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
    group: row.groupName,
    tags: row.tags,
    maxTokensLimit: row.maxTokensLimit,
  }
}

/** A key of a model, and whether it is used now. */
export function toModelKey(row: ModelSecretRow): ModelKey {
  const { id, name, setAsideAt, restsUntil, refusedAt, refusedStatus, createdAt } = row
  const isResting = restsUntil !== null && Date.parse(restsUntil) > Date.now()
  const state = setAsideAt !== null ? 'setAside' : isResting ? 'resting' : 'inTurn'
  return { id, name, state, restsUntil: isResting ? restsUntil : null, refusedAt, refusedStatus, createdAt }
}

function toEndpointOptions({ callOptions, secrets }: ModelConfigRow): EndpointOptionValues {
  return {
    apiVersion: callOptions.apiVersion ?? null,
    maxCompletionTokens: callOptions.maxCompletionTokens ?? 'auto',
    streamOptions: callOptions.streamOptions ?? 'auto',
    extraHeaderNames: secrets.filter(({ kind }) => kind === 'header').map(({ name }) => name),
    extraBody: callOptions.extraBody ?? null,
  }
}

/** A model as administrators see it: whether it has a key, never the key. */
export function toModelConfig(row: ModelConfigRow, access: ModelAccess): ModelConfig {
  return {
    ...toModelSummary(row),
    apiBase: row.apiBase,
    hasApiKey: row.secrets.some(({ kind }) => kind === 'key'),
    keys: row.secrets.filter(({ kind }) => kind === 'key').map(toModelKey),
    recordBodies: row.recordBodies,
    timeouts: row.timeouts,
    ...toEndpointOptions(row),
    maxConcurrent: row.maxConcurrent,
    access,
    lastTest: row.lastTest,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }
}
