import { findPasswordHash, type Database } from '@chatmore/db'
import type { User } from '../../contract/index.ts'
import { invalidInput } from '../errors/app-error.ts'
import { verifyPassword } from './password.ts'
import type { RateLimits } from './rate-limits.ts'

interface PasswordParts {
  database: Database
  limits: RateLimits
}

/** Whoever finds a browser signed in cannot guess at leisure: these tries count as those to sign in. */
export async function requirePassword(
  { database, limits }: PasswordParts,
  { user, network }: { user: User; network: string },
  given: Record<string, string>,
): Promise<void> {
  limits.countLogin(user.email, network)
  const [[field, password] = ['password', '']] = Object.entries(given)
  const isRight = await verifyPassword(await findPasswordHash(database, user.id), password)
  if (!isRight) throw invalidInput({ [field]: 'is not your password' })
  limits.forgiveLogin(user.email, network)
}
