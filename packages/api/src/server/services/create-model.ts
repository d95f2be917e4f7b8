import { createModelConfig, newId } from '@chatmore/db'
import type { ModelConfig, ModelCreateInput } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { requireCallableAddress } from './require-callable-address.ts'
import { toCapabilities, toModelConfig } from './to-model.ts'

type Parts = Pick<Dependencies, 'database' | 'secretBox'>

/** The id is made first: the key is sealed for its row. */
export async function createModel(parts: Parts, input: ModelCreateInput): Promise<ModelConfig> {
  const { apiKey, extraConfig, contextWindow, price, timeouts, vision = false, enabled, ...required } = input
  requireCallableAddress(input.apiBase)
  const id = newId()
  const row = await createModelConfig(parts.database, {
    ...required,
    id,
    apiKeyCipher: apiKey ? parts.secretBox.seal(id, apiKey) : null,
    extraConfig: extraConfig ?? {},
    contextWindow: contextWindow ?? null,
    capabilities: toCapabilities(vision),
    price: price ?? null,
    timeouts: timeouts ?? {},
    enabled: enabled ?? true,
  })
  return toModelConfig(row)
}
