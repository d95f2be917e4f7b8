import { makeError } from '../call/make-error.ts'
import type { LlmError } from '../llm-error.ts'
import type { AddressPolicy } from './address-policy.ts'
import { classifyAddress } from './classify-address.ts'

/** Why one of the addresses may not be called; null where all may. */
export function judgeAddresses({ allowPrivate }: AddressPolicy, addresses: string[]): LlmError | null {
  for (const address of addresses) {
    const kind = classifyAddress(address)
    if (kind === 'forbidden') return refuseAddress(`${address} is an address that is never called`)
    if (kind === 'private' && !allowPrivate) {
      return refuseAddress(`${address} is a private address, and the setting for private upstreams is off`)
    }
  }
  return null
}

export function refuseAddress(detail: string): LlmError {
  return makeError('ADDRESS_REFUSED', { detail })
}
