import { updateUser } from '@chatmore/db'
import { accountUpdateInputSchema, type User } from '../../../contract/index.ts'
import { audited } from '../../audit/audited.ts'
import { userProcedure } from '../../trpc.ts'

export const updateAccount = userProcedure
  .input(accountUpdateInputSchema)
  .mutation(async ({ ctx, input: { nickname } }): Promise<{ user: User }> => {
    const { user } = ctx
    if (nickname === undefined || nickname === user.nickname) return { user }
    await audited(ctx, async (database, note) => {
      await updateUser(database, user.id, { nickname })
      const details = { before: user.nickname, after: nickname }
      note({ action: 'user.profileChanged', target: { id: user.id, name: user.email }, details })
    })
    return { user: { ...user, nickname } }
  })
