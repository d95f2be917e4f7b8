import { updateModelConfig, type Database, type ModelConfigPatch, type ModelConfigRow } from '@chatmore/db'
import { AppError } from '../errors/app-error.ts'

/**
 * Changes a model as long as its address is the one that was read, and locks it until the commit: what a key may go to was
 * decided by that, and another administrator may have moved it since.
 */
export async function requireSameAddress(
  database: Database,
  { id, apiBase }: Pick<ModelConfigRow, 'id' | 'apiBase'>,
  patch: ModelConfigPatch = {},
): Promise<void> {
  const isChanged = await updateModelConfig(database, { id, whileApiBase: apiBase }, patch)
  if (!isChanged)
    throw new AppError('CONFLICT', 'the address of this model was changed meanwhile: look at it again')
}
