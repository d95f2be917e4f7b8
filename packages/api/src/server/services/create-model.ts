import { createModelConfig, newId } from '@chatmore/db'
import type { ModelConfig, ModelCreateInput } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { mergeCallOptions } from './call-options.ts'
import { changeSecrets } from './change-secrets.ts'
import { changeModelAccess } from './change-model-access.ts'
import { requireCallableAddress } from './require-callable-address.ts'
import { readModelConfig } from './read-model-config.ts'
import { toCapabilities } from './to-model.ts'

type Parts = Pick<Dependencies, 'database' | 'secretBox'>

export async function createModel(parts: Parts, input: ModelCreateInput): Promise<ModelConfig> {
  const { vision = false, group, access, ...values } = input
  requireCallableAddress(input.apiBase)
  const id = newId()
  await createModelConfig(parts.database, {
    ...values,
    id,
    capabilities: toCapabilities(vision),
    groupName: group,
    callOptions: mergeCallOptions({}, input),
  })
  await changeSecrets(parts, { id, secrets: [] }, input)
  await changeModelAccess(parts.database, id, access)
  return readModelConfig(parts, id)
}
