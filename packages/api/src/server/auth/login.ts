import { findUserByEmail, type Database } from '@chatmore/db'
import type { LoginInput, User } from '../../contract/index.ts'
import { AppError } from '../errors/app-error.ts'
import { verifyPassword } from './password.ts'
import type { RateLimits } from './rate-limits.ts'
import { toUser } from './to-user.ts'

interface LoginParts {
  database: Database
  limits: RateLimits
}

/** An unknown e-mail and a wrong password get the same answer after the same work. */
export async function login(
  { database, limits }: LoginParts,
  input: LoginInput,
  network: string,
): Promise<User> {
  limits.countLogin(input.email, network)
  const found = await findUserByEmail(database, input.email)
  const isRight = await verifyPassword(found?.passwordHash ?? null, input.password)
  if (!found || !isRight) throw new AppError('INVALID_CREDENTIALS', 'the e-mail or the password is wrong')
  limits.forgiveLogin(input.email, network)
  return toUser(found)
}
