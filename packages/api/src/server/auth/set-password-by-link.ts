import { endSignIns, updateUser, useReset } from '@chatmore/db'
import type { PasswordResetInput, User } from '../../contract/index.ts'
import { audited } from '../audit/audited.ts'
import type { Context } from '../context.ts'
import { invalidLink } from './invalid-link.ts'
import { hashPassword } from './password.ts'
import { requireUncommonPassword } from './require-uncommon-password.ts'
import { hashSecretToken } from './secret-token.ts'

/** Whoever had the old password is signed out everywhere. */
export async function setPasswordByLink(
  ctx: Context,
  { token, password }: PasswordResetInput,
): Promise<User> {
  requireUncommonPassword(password)
  const passwordHash = await hashPassword(password)
  return audited(ctx, async (database, note) => {
    const user = await useReset(database, hashSecretToken(token))
    if (!user) throw invalidLink()
    await updateUser(database, user.id, { passwordHash })
    const ended = await endSignIns(database, { userId: user.id })
    note({
      action: 'password.resetUsed',
      actor: user,
      target: { id: user.id, name: user.email },
      details: { ended },
    })
    return user
  })
}
