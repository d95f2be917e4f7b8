import { endSignIns, updateUser } from '@chatmore/db'
import type { PasswordChangeInput, User } from '../../contract/index.ts'
import { audited } from '../audit/audited.ts'
import type { Context } from '../context.ts'
import { hashPassword } from './password.ts'
import { requireUncommonPassword } from './require-uncommon-password.ts'
import { toSignInId } from './sessions.ts'

/** Ends all sign-ins but the one that asks, and tells how many. */
export async function changePassword(
  ctx: Context & { user: User },
  { currentPassword, password }: PasswordChangeInput,
): Promise<{ ended: number }> {
  const { user, credentials } = ctx
  await ctx.auth.requirePassword(ctx, { currentPassword })
  requireUncommonPassword(password)
  const passwordHash = await hashPassword(password)
  return audited(ctx, async (database, note) => {
    await updateUser(database, user.id, { passwordHash })
    const ended = await endSignIns(database, { userId: user.id, exceptId: toSignInId(credentials) })
    note({ action: 'password.changed', target: { id: user.id, name: user.email }, details: { ended } })
    return { ended }
  })
}
