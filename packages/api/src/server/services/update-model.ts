import { updateModelConfig, type ModelConfigRow } from '@chatmore/db'
import { endpointOptionFields, type ModelConfig, type ModelUpdateInput } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { invalidInput } from '../errors/app-error.ts'
import { hasCallOptions, mergeCallOptions } from './call-options.ts'
import { changeSecrets } from './change-secrets.ts'
import { changeModelAccess } from './change-model-access.ts'
import { requireCallableAddress } from './require-callable-address.ts'
import { readModelConfig } from './read-model-config.ts'
import { requireModel } from './require-model.ts'
import { requireSameAddress } from './require-same-address.ts'
import { isSameOrigin } from './resolve-endpoint.ts'
import { toCapabilities } from './to-model.ts'

type Parts = Pick<Dependencies, 'database' | 'secretBox'>

export async function updateModel(parts: Parts, input: ModelUpdateInput): Promise<ModelConfig> {
  const row = await requireModel(parts, input.id)
  if (row.isDemo) refuseDemoChanges(input)
  if (input.apiBase !== undefined) requireCallableAddress(input.apiBase)
  const { id, vision, group, access, ...values } = input
  const capabilities = vision === undefined ? undefined : toCapabilities(vision)
  const lastTest = isOtherEndpoint(row, input) ? null : undefined
  const callOptions = hasCallOptions(input) ? mergeCallOptions(row.callOptions, input) : undefined
  const patch = { ...values, capabilities, groupName: group, lastTest, callOptions }
  const isOfAddress = [input.apiBase, input.apiKey, input.extraHeaders].some((each) => each !== undefined)
  if (isOfAddress) await requireSameAddress(parts.database, row, patch)
  else await updateModelConfig(parts.database, { id }, patch)
  const moves = input.apiBase !== undefined && !isSameOrigin(input.apiBase, row.apiBase)
  await changeSecrets(parts, row, { ...input, moves })
  await changeModelAccess(parts.database, id, access)
  return readModelConfig(parts, id)
}

/** Whether what was tested is not what will be called. */
function isOtherEndpoint(row: ModelConfigRow, input: ModelUpdateInput): boolean {
  const fields = ['provider', 'apiBase', 'model'] as const
  const isOther = fields.some((field) => input[field] !== undefined && input[field] !== row[field])
  return isOther || input.apiKey !== undefined || input.extraHeaders !== undefined || hasCallOptions(input)
}

function refuseDemoChanges(input: ModelUpdateInput): void {
  const options = Object.keys(endpointOptionFields) as (keyof typeof endpointOptionFields)[]
  const fixed = [...(['provider', 'apiBase', 'model', 'apiKey', 'vision'] as const), ...options]
  const named = fixed.filter((field) => input[field] !== undefined)
  if (named.length === 0) return
  throw invalidInput(Object.fromEntries(named.map((field) => [field, 'cannot be changed in a demo model'])))
}
