import { addModelSecrets, removeModelSecrets, updateModelConfig, type ModelConfigRow } from '@chatmore/db'
import type { ModelConfig, ModelUpdateInput } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { invalidInput } from '../errors/app-error.ts'
import { requireCallableAddress } from './require-callable-address.ts'
import { requireModel } from './require-model.ts'
import { requireSameAddress } from './require-same-address.ts'
import { isSameOrigin } from './resolve-endpoint.ts'
import { sealSecret } from './seal-secret.ts'
import { toCapabilities, toModelConfig } from './to-model.ts'

type Parts = Pick<Dependencies, 'database' | 'secretBox'>

export async function updateModel(parts: Parts, input: ModelUpdateInput): Promise<ModelConfig> {
  const row = await requireModel(parts, input.id)
  if (row.isDemo) refuseDemoChanges(input)
  if (input.apiBase !== undefined) requireCallableAddress(input.apiBase)
  const { id, apiKey: _apiKey, vision, ...patch } = input
  const capabilities = vision === undefined ? undefined : toCapabilities(vision)
  const isOfAddress = input.apiBase !== undefined || input.apiKey !== undefined
  if (isOfAddress) await requireSameAddress(parts.database, row, { ...patch, capabilities })
  else await updateModelConfig(parts.database, { id }, { ...patch, capabilities })
  await changeKeys(parts, row, input)
  return toModelConfig(await requireModel(parts, id))
}

/** A key goes with its host: an address elsewhere must not receive any, so that they have to be entered again. */
async function changeKeys(parts: Parts, row: ModelConfigRow, input: ModelUpdateInput): Promise<void> {
  const { database, secretBox } = parts
  const moves = input.apiBase !== undefined && !isSameOrigin(input.apiBase, row.apiBase)
  const gone = row.secrets.filter(({ kind }) => moves || (kind === 'key' && input.apiKey !== undefined))
  await removeModelSecrets(
    database,
    row.id,
    gone.map(({ id }) => id),
  )
  if (!input.apiKey) return
  await addModelSecrets(database, row.id, [
    sealSecret(secretBox, { kind: 'key', name: '', value: input.apiKey }),
  ])
}

function refuseDemoChanges(input: ModelUpdateInput): void {
  const fixed = ['provider', 'apiBase', 'model', 'apiKey', 'vision'] as const
  const named = fixed.filter((field) => input[field] !== undefined)
  if (named.length === 0) return
  throw invalidInput(Object.fromEntries(named.map((field) => [field, 'cannot be changed in a demo model'])))
}
