import { updateModelConfig, type ModelConfigRow } from '@chatmore/db'
import type { ModelConfig, ModelUpdateInput } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { AppError, invalidInput } from '../errors/app-error.ts'
import { requireCallableAddress } from './require-callable-address.ts'
import { requireModel } from './require-model.ts'
import { isSameOrigin } from './resolve-endpoint.ts'
import { toCapabilities, toModelConfig } from './to-model.ts'

type Parts = Pick<Dependencies, 'database' | 'secretBox'>

export async function updateModel(parts: Parts, input: ModelUpdateInput): Promise<ModelConfig> {
  const row = await requireModel(parts, input.id)
  if (row.isDemo) refuseDemoChanges(input)
  if (input.apiBase !== undefined) requireCallableAddress(input.apiBase)
  const { id, apiKey: _apiKey, vision, ...patch } = input
  const capabilities = vision === undefined ? undefined : toCapabilities(vision)
  const apiKeyCipher = chooseKey(parts, row, input)
  // What the key may go to was decided by the address that was read: another administrator may have moved it since.
  const isOfAddress = input.apiBase !== undefined || input.apiKey !== undefined
  const target = { id, whileApiBase: isOfAddress ? row.apiBase : undefined }
  const isChanged = await updateModelConfig(parts.database, target, {
    ...patch,
    capabilities,
    ...apiKeyCipher,
  })
  const changed = await requireModel(parts, id)
  if (!isChanged)
    throw new AppError('CONFLICT', 'the address of this model was changed meanwhile: look at it again')
  return toModelConfig(changed)
}

/** A key goes with its host: an address elsewhere must not receive it, so that it has to be entered again. */
function chooseKey({ secretBox }: Parts, row: ModelConfigRow, input: ModelUpdateInput) {
  if (input.apiKey) return { apiKeyCipher: secretBox.seal(row.id, input.apiKey) }
  const moves = input.apiBase !== undefined && !isSameOrigin(input.apiBase, row.apiBase)
  return input.apiKey !== undefined || moves ? { apiKeyCipher: null } : {}
}

function refuseDemoChanges(input: ModelUpdateInput): void {
  const fixed = ['provider', 'apiBase', 'model', 'apiKey', 'vision'] as const
  const named = fixed.filter((field) => input[field] !== undefined)
  if (named.length === 0) return
  throw invalidInput(Object.fromEntries(named.map((field) => [field, 'cannot be changed in a demo model'])))
}
