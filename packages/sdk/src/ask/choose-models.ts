import type { ModelSummary } from '@chatmore/api/contract'
import { toRefusal } from './to-refusal.ts'

type Known = readonly ModelSummary[]

/**
 * The ids of models that are named by their ids or names. Of several of one name it is the one that is enabled. Throws, as the
 * server would, naming every one that is not there, or that could be several.
 */
export function chooseModels(known: Known, named: readonly string[]): string[] {
  const found = named.map((name, index) => ({ name, index, models: findModels(known, name) }))
  const missing = found.filter(({ models }) => models.length === 0)
  if (missing.length > 0) {
    const fields = toFields(missing, 'is not a known model')
    throw toRefusal('NOT_FOUND', `There is no model ${quoteAll(missing)}`, fields)
  }
  const unclear = found.filter(({ models }) => models.length > 1)
  if (unclear.length > 0) {
    const fields = toFields(unclear, 'is the name of several enabled models: use an id')
    throw toRefusal(
      'INVALID_INPUT',
      `Several enabled models are named ${quoteAll(unclear)}: use an id`,
      fields,
    )
  }
  return found.flatMap(({ models }) => models.map(({ id }) => id))
}

/** One where it is clear, whether it can answer or not: that is for the server to say. */
function findModels(known: Known, named: string): Known {
  const byId = known.filter(({ id }) => id === named)
  if (byId.length > 0) return byId
  const exact = known.filter(({ name }) => name === named)
  const alike = known.filter(({ name }) => name.toLowerCase() === named.toLowerCase())
  const fitting = exact.length > 0 ? exact : alike
  const enabled = fitting.filter((model) => model.enabled)
  return enabled.length > 0 ? enabled : fitting.slice(0, 1)
}

interface Named {
  name: string
  index: number
}

function toFields(named: Named[], rule: string): Record<string, string> {
  return Object.fromEntries(named.map(({ index }) => [`models.${index}`, rule]))
}

function quoteAll(named: Named[]): string {
  return named.map(({ name }) => JSON.stringify(name)).join(', ')
}
