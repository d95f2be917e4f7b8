import type { AuditDetails } from '@chatmore/db'
import type { ApiKeyUpdateInput } from '../../contract/index.ts'

/** What was given of a key, in full: how far it reaches from now on. */
export function describeKeyChange(given: Omit<ApiKeyUpdateInput, 'id'>): AuditDetails {
  const told = Object.entries(given).filter(([, value]) => value !== undefined)
  return Object.fromEntries(
    told.map(([field, value]) => [field, Array.isArray(value) ? value.join(', ') : (value ?? null)]),
  )
}
