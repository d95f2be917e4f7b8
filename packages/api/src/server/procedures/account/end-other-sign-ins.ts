import { endSignIns } from '@chatmore/db'
import { audited } from '../../audit/audited.ts'
import { toSignInId } from '../../auth/sessions.ts'
import { cookieProcedure, noInputSchema } from '../../trpc.ts'

/** Signs out everywhere but here. */
export const endOtherSignIns = cookieProcedure
  .input(noInputSchema)
  .mutation(({ ctx }): Promise<{ ended: number }> => {
    const { user, credentials } = ctx
    return audited(ctx, async (database, note) => {
      const ended = await endSignIns(database, { userId: user.id, exceptId: toSignInId(credentials) })
      note({ action: 'signIn.allEnded', target: { id: user.id, name: user.email }, details: { ended } })
      return { ended }
    })
  })
