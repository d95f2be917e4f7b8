import type { AuditDetails } from '@chatmore/db'
import type { ApiKeyUpdateInput } from '../../contract/index.ts'

/** What was given of a key, in full: how far it reaches from now on. Models are told by their names of now. */
export function describeKeyChange(
  { modelIds: _modelIds, ...given }: Omit<ApiKeyUpdateInput, 'id'>,
  onlyModels: string[] | null | undefined,
): AuditDetails {
  const told = Object.entries({ ...given, onlyModels }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(
    told.map(([field, value]) => [field, Array.isArray(value) ? value.join(', ') : (value ?? null)]),
  )
}
