import { createUser, DuplicateKeyError, hasUsers, type Database } from '@chatmore/db'
import type { AuthStatus, RegisterInput, RegistrationMode, User } from '../../contract/index.ts'
import { AppError } from '../errors/app-error.ts'
import { hashPassword } from './password.ts'
import type { RateLimits } from './rate-limits.ts'
import { requireUncommonPassword } from './require-uncommon-password.ts'
import { toUser } from './to-user.ts'

interface RegisterParts {
  database: Database
  limits: RateLimits
  registration: RegistrationMode | null
}

/** Who may register now. Without any user someone must, whatever is set: they become the administrator. */
export async function readRegistration(
  database: Database,
  registration: RegistrationMode | null,
): Promise<Pick<AuthStatus, 'setupRequired' | 'registration'>> {
  const setupRequired = !(await hasUsers(database))
  return { setupRequired, registration: setupRequired ? 'open' : (registration ?? 'closed') }
}

export async function register(parts: RegisterParts, input: RegisterInput, network: string): Promise<User> {
  const { database, limits, registration } = parts
  limits.countRegistration(input.email, network)
  const now = await readRegistration(database, registration)
  if (now.registration !== 'open') throw closed(now.registration)
  requireUncommonPassword(input.password)
  const user = await insertUser(parts, {
    email: input.email,
    nickname: input.nickname ?? input.email.slice(0, input.email.indexOf('@')).slice(0, 60),
    passwordHash: await hashPassword(input.password),
  })
  // Someone else became the first user meanwhile.
  if (!user) throw closed(registration ?? 'closed')
  return toUser(user)
}

async function insertUser(
  { database, registration }: RegisterParts,
  values: { email: string; nickname: string; passwordHash: string },
) {
  try {
    const mayRegister = (isFirst: boolean) => isFirst || registration === 'open'
    return await createUser(database, { ...values, mayRegister })
  } catch (error) {
    if (!(error instanceof DuplicateKeyError)) throw error
    throw new AppError('EMAIL_TAKEN', 'this e-mail has an account already', {
      fields: { email: 'has an account already' },
      cause: error,
    })
  }
}

function closed(mode: RegistrationMode): AppError {
  const reason = mode === 'invite' ? 'needs an invitation' : 'is closed'
  return new AppError('REGISTRATION_CLOSED', `registration ${reason}: ask an administrator`)
}
