import { endSignIns as deleteSignIns, findListedUser } from '@chatmore/db'
import { idInputSchema } from '../../../contract/index.ts'
import { audited } from '../../audit/audited.ts'
import { requireFound } from '../../errors/app-error.ts'
import { adminProcedure } from '../../trpc.ts'

/** Signs a user out everywhere. */
export const endSignIns = adminProcedure
  .input(idInputSchema)
  .mutation(({ ctx, input }): Promise<{ ended: number }> =>
    audited(ctx, async (database, note) => {
      const user = requireFound(await findListedUser(database, input.id), 'this user')
      const ended = await deleteSignIns(database, { userId: user.id })
      note({ action: 'signIn.allEnded', target: { id: user.id, name: user.email }, details: { ended } })
      return { ended }
    }),
  )
