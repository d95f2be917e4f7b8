import {
  createUser,
  DuplicateKeyError,
  hasUsers,
  type Admission,
  type Database,
  type UserRow,
  type UserValues,
} from '@chatmore/db'
import type { AuthStatus, RegisterInput, RegistrationMode, User } from '../../contract/index.ts'
import { audited } from '../audit/audited.ts'
import { AppError } from '../errors/app-error.ts'
import { invalidLink } from './invalid-link.ts'
import type { Visitor } from './login.ts'
import { hashPassword } from './password.ts'
import type { RateLimits } from './rate-limits.ts'
import { requireUncommonPassword } from './require-uncommon-password.ts'
import { hashSecretToken } from './secret-token.ts'
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

/** An invitation is used up by the account that it makes, in one transaction. */
export async function register(parts: RegisterParts, visitor: Visitor, input: RegisterInput): Promise<User> {
  const { database, limits, registration } = parts
  const { email, password, nickname = toNickname(email), invite } = input
  limits.countRegistration(email, visitor.network)
  const now = await readRegistration(database, registration)
  if (!mayTry(now.registration, invite)) throw closed(now.registration)
  requireUncommonPassword(password)
  const inviteHash = invite === undefined ? undefined : hashSecretToken(invite)
  const values = { email, nickname, passwordHash: await hashPassword(password), inviteHash }
  const user = await insertUser(visitor, values, registration ?? 'closed')
  if (user) return toUser(user)
  // Someone else became the first user meanwhile, or has used the invitation.
  throw invite === undefined ? closed(registration ?? 'closed') : invalidLink()
}

function toNickname(email: string): string {
  return email.slice(0, email.indexOf('@')).slice(0, 60)
}

function mayTry(mode: RegistrationMode, invite: string | undefined): boolean {
  return mode === 'open' || (mode === 'invite' && invite !== undefined)
}

type Values = Omit<UserValues, 'mayRegister'>

async function insertUser(visitor: Visitor, values: Values, mode: RegistrationMode): Promise<UserRow | null> {
  const mayRegister = ({ isFirst, isInvited }: Admission) =>
    isFirst || (values.inviteHash === undefined ? mode === 'open' : isInvited)
  try {
    return await audited(visitor, async (database, note) => {
      const user = await createUser(database, { ...values, mayRegister })
      if (user) {
        const details = { role: user.role, isInvited: values.inviteHash !== undefined }
        note({ action: 'user.registered', actor: user, target: { id: user.id, name: user.email }, details })
      }
      return user
    })
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
