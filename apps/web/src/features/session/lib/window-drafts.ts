import type { ModelParams, ModelSummary, WindowConfig } from '@chatmore/api/contract'

/** A window that the dialog is about to open. An empty name takes the model's. */
export interface WindowDraft {
  key: number
  modelId: string
  name: string
  systemMessage: string
  params: ModelParams
}

const DEFAULT_WINDOWS = 4

export function createDraft(key: number, modelId: string): WindowDraft {
  return { key, modelId, name: '', systemMessage: '', params: {} }
}

export function toDraft(key: number, { modelId, name, systemMessage, params }: WindowConfig): WindowDraft {
  return { key, modelId, name: name ?? '', systemMessage: systemMessage ?? '', params: params ?? {} }
}

/** What a new session starts from: one window on each of the first models. */
export function chooseDefaultModels(models: readonly ModelSummary[]): string[] {
  return models.slice(0, DEFAULT_WINDOWS).map((model) => model.id)
}

/** Names for windows without one: the model's, numbered where a model takes part more than once. */
export function toAutoNames(drafts: readonly WindowDraft[], models: readonly ModelSummary[]): string[] {
  const names = new Map(models.map((model) => [model.id, model.name]))
  const seen = new Map<string, number>()
  return drafts.map(({ modelId }) => {
    const count = (seen.get(modelId) ?? 0) + 1
    seen.set(modelId, count)
    const name = names.get(modelId) ?? ''
    return count === 1 ? name : `${name} ${count}`
  })
}

/** What `session.create` is told of the windows. */
export function toWindowConfigs(
  drafts: readonly WindowDraft[],
  models: readonly ModelSummary[],
): WindowConfig[] {
  const autoNames = toAutoNames(drafts, models)
  return drafts.map((draft, at) => ({
    modelId: draft.modelId,
    name: draft.name.trim() || (autoNames[at] ?? ''),
    ...(draft.systemMessage.trim() ? { systemMessage: draft.systemMessage } : {}),
    ...(Object.keys(draft.params).length ? { params: draft.params } : {}),
  }))
}
