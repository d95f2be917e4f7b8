import type { ModelAccess } from '@chatmore/api/contract'

/** Who may use a model, as a form holds it: what was chosen for another kind is still there when one goes back. */
export interface AccessForm {
  kind: ModelAccess['kind']
  roles: ('admin' | 'user')[]
  workspaceIds: string[]
}

export function toAccessForm(access: ModelAccess = { kind: 'everyone' }): AccessForm {
  return {
    kind: access.kind,
    roles: access.kind === 'roles' ? [...access.roles] : ['admin'],
    workspaceIds: access.kind === 'workspaces' ? [...access.workspaceIds] : [],
  }
}

export function toAccess({ kind, roles, workspaceIds }: AccessForm): ModelAccess {
  if (kind === 'roles') return { kind, roles: [...roles] }
  return kind === 'workspaces' ? { kind, workspaceIds: [...workspaceIds] } : { kind }
}
