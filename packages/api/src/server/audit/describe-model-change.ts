import type { AuditDetails, ModelConfigRow } from '@chatmore/db'
import type { ModelConfig, ModelUpdateInput } from '../../contract/index.ts'

/** Which fields were given, where the address led before and leads now, and what became of the key, never the key. */
export function describeModelChange(
  before: ModelConfigRow,
  after: ModelConfig,
  { id: _id, apiKey, ...given }: ModelUpdateInput,
): AuditDetails {
  const fields = Object.entries(given).flatMap(([field, value]) => (value === undefined ? [] : field))
  return {
    ...(fields.length > 0 && { fields: fields.join(', ') }),
    ...(before.apiBase !== after.apiBase && { apiBaseBefore: before.apiBase, apiBaseAfter: after.apiBase }),
    ...toKeyDetails(
      before.secrets.some(({ kind }) => kind === 'key'),
      after.hasApiKey,
      apiKey,
    ),
  }
}

function toKeyDetails(hadKey: boolean, hasKey: boolean, given: string | null | undefined): AuditDetails {
  if (hadKey && !hasKey) return { key: 'removed' }
  return given ? { key: 'entered' } : {}
}
