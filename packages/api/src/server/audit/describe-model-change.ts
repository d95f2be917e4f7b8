import type { AuditDetails, ModelConfigRow } from '@chatmore/db'
import type { ModelAccess, ModelConfig, ModelUpdateInput } from '../../contract/index.ts'

/** Which fields were given, where the address led before and leads now, and what became of the key, never the key. */
export function describeModelChange(
  before: ModelConfigRow,
  after: ModelConfig,
  { id: _id, apiKey, ...given }: ModelUpdateInput,
): AuditDetails {
  return {
    ...describeGiven(given),
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

interface Given {
  enabled?: boolean | undefined
  access?: ModelAccess | undefined
}

/** Which fields were given, whether it may be used from now on, and by whom. */
export function describeGiven(given: Given): AuditDetails {
  const fields = Object.entries(given).flatMap(([field, value]) => (value === undefined ? [] : field))
  return {
    ...(fields.length > 0 && { fields: fields.join(', ') }),
    ...(given.enabled !== undefined && { enabled: given.enabled }),
    ...(given.access && { access: describeAccess(given.access) }),
  }
}

function describeAccess(access: ModelAccess): string {
  if (access.kind === 'roles') return access.roles.join(', ')
  return access.kind === 'workspaces' ? access.workspaceIds.join(', ') : access.kind
}
