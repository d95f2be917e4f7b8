import { z } from 'zod'
import { idSchema } from './id.ts'
import { cursorSchema, limitSchema } from './page.ts'

/** What the audit log records. The first word is what it is about. */
export const auditActions = [
  'signIn.done',
  'signIn.failed',
  'signIn.ended',
  'signIn.allEnded',
  'user.registered',
  'user.roleChanged',
  'user.suspended',
  'user.restored',
  'user.profileChanged',
  'user.removed',
  'user.exported',
  'password.changed',
  'password.resetCreated',
  'password.resetUsed',
  'secret.rotated',
  'audit.trimmed',
  'invite.created',
  'invite.revoked',
  'apiKey.created',
  'apiKey.updated',
  'apiKey.revoked',
  'apiKey.refused',
  'access.refused',
  'access.limited',
  'call.read',
  'model.created',
  'model.duplicated',
  'model.reordered',
  'model.updated',
  'model.removed',
  'model.tested',
  'model.keyAdded',
  'model.keyRemoved',
  'model.keyBroughtBack',
  'relayName.created',
  'relayName.updated',
  'relayName.removed',
] as const
/** What an administrator, or the server, did. */
export type AuditAction = (typeof auditActions)[number]

/** Names are as they were: a row outlives what it tells of. */
export interface AuditEntry {
  id: string
  at: string
  action: AuditAction
  /** Null where nobody was signed in, or the command line was used. */
  actorId: string | null
  actorName: string | null
  targetId: string | null
  targetName: string | null
  /** What was before and after, or how: never a key, a password or a token. */
  details: Record<string, string | number | boolean | null> | null
  address: string | null
  /** The request's id, by which the server's log has it. */
  requestId: string | null
}

const timeSchema = z.iso.datetime({ offset: true, error: 'is not an ISO date and time' })

export const auditListInputSchema = z.strictObject({
  action: z.enum(auditActions, 'is not an action that is recorded').optional(),
  /** Who did it, or to whom it was done. */
  userId: idSchema.optional(),
  from: timeSchema.optional(),
  to: timeSchema.optional(),
  /** Finds names of users and of what was changed that begin with it. */
  search: z.string().max(200, 'is longer than 200 characters').trim().optional(),
  cursor: cursorSchema.nullish(),
  limit: limitSchema.optional(),
})
export type AuditListInput = z.infer<typeof auditListInputSchema>
