import type { PageRequest } from './page.ts'

/** What is recorded. The first word is what it is about. */
export type AuditAction =
  | 'signIn.done'
  | 'signIn.failed'
  | 'signIn.ended'
  | 'signIn.allEnded'
  | 'user.registered'
  | 'user.roleChanged'
  | 'user.suspended'
  | 'user.restored'
  | 'user.profileChanged'
  | 'user.removed'
  | 'user.exported'
  | 'password.changed'
  | 'password.resetCreated'
  | 'password.resetUsed'
  | 'secret.rotated'
  | 'audit.trimmed'
  | 'invite.created'
  | 'invite.revoked'
  | 'apiKey.created'
  | 'apiKey.updated'
  | 'apiKey.revoked'
  | 'apiKey.refused'
  | 'access.refused'
  | 'access.limited'
  | 'call.read'
  | 'model.created'
  | 'model.duplicated'
  | 'model.reordered'
  | 'model.updated'
  | 'model.removed'
  | 'model.tested'
  | 'model.keyAdded'
  | 'model.keyRemoved'
  | 'model.keyBroughtBack'
  | 'relayName.created'
  | 'relayName.updated'
  | 'relayName.removed'

/** What was before and after, or how: never a key, a password or a token. */
export type AuditDetails = Record<string, string | number | boolean | null>

export interface AuditValues {
  action: AuditAction
  actorId: string | null
  actorName: string | null
  targetId?: string | null | undefined
  targetName?: string | null | undefined
  details?: AuditDetails | undefined
  address: string | null
  requestId: string | null
}

export interface AuditRow {
  id: string
  at: string
  action: AuditAction
  actorId: string | null
  actorName: string | null
  targetId: string | null
  targetName: string | null
  details: AuditDetails | null
  address: string | null
  requestId: string | null
}

export interface AuditListRequest extends PageRequest {
  action?: AuditAction | undefined
  /** Who did it, or to whom it was done. */
  userId?: string | undefined
  from?: Date | undefined
  to?: Date | undefined
  search?: string | undefined
}
