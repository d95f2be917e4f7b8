import { revokeInvite as markRevoked } from '@chatmore/db'
import { idInputSchema } from '../../../contract/index.ts'
import { audited } from '../../audit/audited.ts'
import { requireFound } from '../../errors/app-error.ts'
import { adminProcedure } from '../../trpc.ts'

export const revokeInvite = adminProcedure
  .input(idInputSchema)
  .mutation(({ ctx, input }): Promise<{ id: string }> =>
    audited(ctx, async (database, note) => {
      requireFound(await markRevoked(database, input.id), 'this invitation')
      note({ action: 'invite.revoked', target: { id: input.id } })
      return { id: input.id }
    }),
  )
