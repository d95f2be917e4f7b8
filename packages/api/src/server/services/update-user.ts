import { changeUser, findListedUser } from '@chatmore/db'
import type { ListedUser, User, UserUpdateInput } from '../../contract/index.ts'
import { audited } from '../audit/audited.ts'
import type { Context } from '../context.ts'
import { requireFound } from '../errors/app-error.ts'
import { requireAdminLeft } from './require-admin-left.ts'

type Author = Context & { user: User }

/** What an administrator decides of a user: their role, and whether they may come in at all. */
export async function updateUser(ctx: Author, { id, role, suspended }: UserUpdateInput): Promise<ListedUser> {
  const user = await audited(ctx, async (database, note) => {
    const { was, becomes, email } = requireAdminLeft(
      requireFound(await changeUser(database, id, { role, isSuspended: suspended }), 'this user'),
    )
    const target = { id, name: email }
    if (was.role !== becomes.role) {
      note({ action: 'user.roleChanged', target, details: { before: was.role, after: becomes.role } })
    }
    if (was.isSuspended !== becomes.isSuspended) {
      note({ action: becomes.isSuspended ? 'user.suspended' : 'user.restored', target })
    }
    return findListedUser(database, id)
  })
  ctx.notices.note(id, 'account')
  return requireFound(user, 'this user')
}
