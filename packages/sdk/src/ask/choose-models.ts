import type { AppErrorData, ModelSummary } from '@chatmore/api/contract'
import type { AppError } from '../is-app-error.ts'

/** The ids of models that are named by their names or ids. Throws naming every one that is not there, as the server would. */
export function chooseModels(known: readonly ModelSummary[], named: readonly string[]): string[] {
  const ids = named.map((name) => findModel(known, name)?.id)
  const missing = named.flatMap((name, index) => (ids[index] === undefined ? [{ name, index }] : []))
  if (missing.length > 0) throw refuse(missing)
  return ids.filter((id) => id !== undefined)
}

function findModel(known: readonly ModelSummary[], named: string): ModelSummary | undefined {
  const isAlike = ({ name }: ModelSummary) => name.toLowerCase() === named.toLowerCase()
  return (
    known.find(({ id }) => id === named) ?? known.find(({ name }) => name === named) ?? known.find(isAlike)
  )
}

function refuse(missing: { name: string; index: number }[]): AppError {
  const rules = missing.map(({ index }) => [`models.${index}`, 'is not a known model'])
  const appError: AppErrorData = { code: 'NOT_FOUND', fields: Object.fromEntries(rules) }
  const names = missing.map(({ name }) => JSON.stringify(name)).join(', ')
  return Object.assign(new Error(`There is no model ${names}`), { data: { appError } })
}
