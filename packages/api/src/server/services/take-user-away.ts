import { listAnswersOf, markUserRemoved } from '@chatmore/db'
import type { User } from '../../contract/index.ts'
import { audited } from '../audit/audited.ts'
import type { Context } from '../context.ts'
import { requireFound } from '../errors/app-error.ts'
import { requireAdminLeft } from './require-admin-left.ts'

/**
 * Takes a user away. When it returns nobody can be signed in as them, and their answers have been told to stop; what is open
 * closes within seconds, and what they had is removed in the background.
 */
export async function takeUserAway(ctx: Context & { user: User }, id: string): Promise<{ id: string }> {
  await audited(ctx, async (database, note) => {
    const removed = requireAdminLeft(requireFound(await markUserRemoved(database, id), 'this user'))
    note({ action: 'user.removed', target: { id, name: removed.email } })
  })
  await ctx.engine.stop(await listAnswersOf(ctx.database, id))
  ctx.notices.note(id, 'account')
  ctx.removals.wake()
  return { id }
}
