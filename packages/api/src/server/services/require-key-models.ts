import { listModelStates, type Scope } from '@chatmore/db'
import type { Dependencies } from '../context.ts'
import { AppError } from '../errors/app-error.ts'

type Parts = Pick<Dependencies, 'database'> & { scope: Scope }

/**
 * What the models of an API key are called. Throws naming each one that its user may not use. What the key had before may stay, though it is not for
 * the user any more, or gone: it may come back, and nobody asks it meanwhile.
 */
export async function requireKeyModels(
  { database, scope }: Parts,
  modelIds: string[] | null | undefined,
  known: string[] | null = null,
): Promise<string[] | null | undefined> {
  if (!modelIds) return modelIds
  const states = await listModelStates(database, scope, modelIds)
  const isKnown = (id: string) => {
    const state = states.get(id)
    return known?.includes(id) || (state?.isPermitted === true && !state.removed)
  }
  const unknown = modelIds.flatMap((id, index) => (isKnown(id) ? [] : [`modelIds.${index}`]))
  if (unknown.length === 0) return modelIds.map((id) => states.get(id)?.name ?? id)
  const fields = Object.fromEntries(unknown.map((field) => [field, 'is not a known model']))
  const message = unknown.map((field) => `${field}: is not a known model`).join('; ')
  throw new AppError('NOT_FOUND', message, { fields })
}
