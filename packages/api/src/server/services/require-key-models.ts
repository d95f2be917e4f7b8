import { listModelStates, type Scope } from '@chatmore/db'
import type { Dependencies } from '../context.ts'
import { AppError } from '../errors/app-error.ts'

type Parts = Pick<Dependencies, 'database'> & { scope: Scope }

/**
 * Throws naming each model of an API key that its user may not use. What the key had before may stay, though it is not for
 * the user any more, or gone: it may come back, and nobody asks it meanwhile.
 */
export async function requireKeyModels(
  { database, scope }: Parts,
  modelIds: string[] | null | undefined,
  known: string[] | null = null,
): Promise<void> {
  if (!modelIds) return
  const states = await listModelStates(database, scope, modelIds)
  const isKnown = (id: string) => {
    const state = states.get(id)
    return known?.includes(id) || (state?.isPermitted === true && !state.removed)
  }
  const unknown = modelIds.flatMap((id, index) => (isKnown(id) ? [] : [`modelIds.${index}`]))
  if (unknown.length === 0) return
  const fields = Object.fromEntries(unknown.map((field) => [field, 'is not a known model']))
  const message = unknown.map((field) => `${field}: is not a known model`).join('; ')
  throw new AppError('NOT_FOUND', message, { fields })
}
