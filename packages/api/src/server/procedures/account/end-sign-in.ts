import { endSignIns } from '@chatmore/db'
import { signInInputSchema } from '../../../contract/index.ts'
import { audited } from '../../audit/audited.ts'
import { notFound } from '../../errors/app-error.ts'
import { userProcedure } from '../../trpc.ts'

export const endSignIn = userProcedure
  .input(signInInputSchema)
  .mutation(({ ctx, input }): Promise<{ id: string }> => {
    const { user } = ctx
    return audited(ctx, async (database, note) => {
      const ended = await endSignIns(database, { userId: user.id, id: input.id })
      if (ended === 0) throw notFound('this sign-in')
      note({ action: 'signIn.ended', target: { id: user.id, name: user.email } })
      return { id: input.id }
    })
  })
