import { findUserByEmail, type Database } from '@chatmore/db'
import type { LoginInput, User } from '../../contract/index.ts'
import { recordAudit, type AuditSource } from '../audit/audited.ts'
import { AppError } from '../errors/app-error.ts'
import { verifyPassword } from './password.ts'
import type { RateLimits } from './rate-limits.ts'
import { toUser } from './to-user.ts'

interface LoginParts {
  database: Database
  limits: RateLimits
}

/** Who signs in, as the audit log and the limits know them. */
export type Visitor = AuditSource & { network: string }

/**
 * An unknown e-mail and a wrong password get the same answer after the same work. That an account is suspended is told to
 * those alone who have its password.
 */
export async function login(
  { database, limits }: LoginParts,
  visitor: Visitor,
  { email, password }: LoginInput,
): Promise<User> {
  limits.countLogin(email, visitor.network)
  const found = await findUserByEmail(database, email)
  const isRight = await verifyPassword(found?.passwordHash ?? null, password)
  if (!found || !isRight) {
    await recordFailure(visitor, { id: found?.id ?? null, email }, 'password')
    throw new AppError('INVALID_CREDENTIALS', 'the e-mail or the password is wrong')
  }
  limits.forgiveLogin(email, visitor.network)
  if (found.isSuspended) {
    await recordFailure(visitor, found, 'suspended')
    throw new AppError('ACCOUNT_SUSPENDED', 'this account is suspended: ask an administrator')
  }
  return toUser(found)
}

function recordFailure(
  visitor: Visitor,
  actor: { id: string | null; email: string },
  reason: string,
): Promise<void> {
  return recordAudit(visitor, { action: 'signIn.failed', actor, details: { reason } })
}
