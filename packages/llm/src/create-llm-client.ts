import type { AddressPolicy } from './address-policy.ts'
import type { LlmClient } from './completion.ts'

export interface LlmClientOptions {
  addressPolicy: AddressPolicy
}

/** An `LlmClient` with its own connections; `close` ends them. */
export function createLlmClient(_options: LlmClientOptions): LlmClient & { close(): Promise<void> } {
  throw new Error('not built yet')
}
