import { addModelSecrets, removeModelSecrets, updateModelConfig, type ModelConfigRow } from '@chatmore/db'
import type { ModelConfig, ModelUpdateInput } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { invalidInput } from '../errors/app-error.ts'
import { changeModelAccess } from './change-model-access.ts'
import { requireCallableAddress } from './require-callable-address.ts'
import { readModelConfig } from './read-model-config.ts'
import { requireModel } from './require-model.ts'
import { requireSameAddress } from './require-same-address.ts'
import { isSameOrigin } from './resolve-endpoint.ts'
import { sealSecret } from './seal-secret.ts'
import { toCapabilities } from './to-model.ts'

type Parts = Pick<Dependencies, 'database' | 'secretBox'>

export async function updateModel(parts: Parts, input: ModelUpdateInput): Promise<ModelConfig> {
  const row = await requireModel(parts, input.id)
  if (row.isDemo) refuseDemoChanges(input)
  if (input.apiBase !== undefined) requireCallableAddress(input.apiBase)
  const { id, apiKey: _apiKey, vision, group, access, ...values } = input
  const capabilities = vision === undefined ? undefined : toCapabilities(vision)
  const lastTest = isOtherEndpoint(row, input) ? null : undefined
  const patch = { ...values, capabilities, groupName: group, lastTest }
  const isOfAddress = input.apiBase !== undefined || input.apiKey !== undefined
  if (isOfAddress) await requireSameAddress(parts.database, row, patch)
  else await updateModelConfig(parts.database, { id }, patch)
  await changeKeys(parts, row, input)
  await changeModelAccess(parts.database, id, access)
  return readModelConfig(parts, id)
}

/** Whether what was tested is not what will be called. */
function isOtherEndpoint(row: ModelConfigRow, input: ModelUpdateInput): boolean {
  const fields = ['provider', 'apiBase', 'model'] as const
  const isOther = fields.some((field) => input[field] !== undefined && input[field] !== row[field])
  return isOther || input.apiKey !== undefined
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
