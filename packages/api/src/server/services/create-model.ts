import { addModelSecrets, createModelConfig, newId } from '@chatmore/db'
import type { ModelConfig, ModelCreateInput } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { requireCallableAddress } from './require-callable-address.ts'
import { requireModel } from './require-model.ts'
import { sealSecret } from './seal-secret.ts'
import { toCapabilities, toModelConfig } from './to-model.ts'

type Parts = Pick<Dependencies, 'database' | 'secretBox'>

export async function createModel(parts: Parts, input: ModelCreateInput): Promise<ModelConfig> {
  const { apiKey, extraConfig, contextWindow, price, timeouts, vision = false, enabled, ...required } = input
  requireCallableAddress(input.apiBase)
  const id = newId()
  await createModelConfig(parts.database, {
    ...required,
    id,
    extraConfig: extraConfig ?? {},
    contextWindow: contextWindow ?? null,
    capabilities: toCapabilities(vision),
    price: price ?? null,
    timeouts: timeouts ?? {},
    enabled: enabled ?? true,
  })
  if (apiKey) {
    const key = sealSecret(parts.secretBox, { kind: 'key', name: '', value: apiKey })
    await addModelSecrets(parts.database, id, [key])
  }
  return toModelConfig(await requireModel(parts, id))
}
