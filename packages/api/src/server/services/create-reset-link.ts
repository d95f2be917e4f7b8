import { findListedUser, saveReset } from '@chatmore/db'
import type { LinkToken } from '../../contract/index.ts'
import { audited, type AuditSource } from '../audit/audited.ts'
import { createSecretToken, hashSecretToken } from '../auth/secret-token.ts'
import { AppError, requireFound } from '../errors/app-error.ts'

const VALID_MS = 24 * 60 * 60 * 1000

/** A link by which a user sets a new password, once. It replaces an earlier one; the password of now stays until it is used. */
export async function createResetLink(source: AuditSource, userId: string): Promise<LinkToken> {
  const token = createSecretToken()
  const expiresAt = new Date(Date.now() + VALID_MS)
  await audited(source, async (database, note) => {
    const user = requireFound(await findListedUser(database, userId), 'this user')
    if (user.suspendedAt !== null)
      throw new AppError('CONFLICT', 'this user is suspended: restore them first')
    await saveReset(database, { userId, tokenHash: hashSecretToken(token), expiresAt })
    note({ action: 'password.resetCreated', target: { id: userId, name: user.email } })
  })
  return { token, expiresAt: expiresAt.toISOString() }
}
