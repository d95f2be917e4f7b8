import { isIP } from 'node:net'
import { classifyAddress } from '@chatmore/llm'
import { invalidInput } from '../errors/app-error.ts'

/**
 * Throws for an address in figures that is never called, so that it is not even saved. A name may lead there as well: that
 * is seen when it is called, since it may change at any time.
 */
export function requireCallableAddress(apiBase: string): void {
  const host = new URL(apiBase).hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) === 0 || classifyAddress(host) !== 'forbidden') return
  throw invalidInput({ apiBase: 'is an address that is never called, such as link-local and metadata ones' })
}
