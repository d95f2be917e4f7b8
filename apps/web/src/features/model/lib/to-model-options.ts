import type { ModelSummary } from '@chatmore/api/contract'

/** Models as the choices of a list, each under the heading of its group. */
export function toModelOptions(models: readonly Pick<ModelSummary, 'id' | 'name' | 'group'>[]) {
  return models.map(({ id, name, group }) => ({ value: id, label: name, ...(group !== null && { group }) }))
}
