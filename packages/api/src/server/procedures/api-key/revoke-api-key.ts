import { revokeApiKey as markRevoked } from '@chatmore/db'
import { idInputSchema } from '../../../contract/index.ts'
import { audited } from '../../audit/audited.ts'
import { requireFound } from '../../errors/app-error.ts'
import { userProcedure } from '../../trpc.ts'

export const revokeApiKey = userProcedure
  .input(idInputSchema)
  .mutation(({ ctx, input: { id } }): Promise<{ id: string }> =>
    audited(ctx, async (database, note) => {
      requireFound(await markRevoked(database, { userId: ctx.user.id, id }), 'this API key')
      note({ action: 'apiKey.revoked', target: { id } })
      return { id }
    }),
  )
