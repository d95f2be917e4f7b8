import { revokeApiKey as markRevoked } from '@chatmore/db'
import { idInputSchema } from '../../../contract/index.ts'
import { requireFound } from '../../errors/app-error.ts'
import { userProcedure } from '../../trpc.ts'

export const revokeApiKey = userProcedure
  .input(idInputSchema)
  .mutation(async ({ ctx, input }): Promise<{ id: string }> => {
    requireFound(await markRevoked(ctx.database, { userId: ctx.user.id, id: input.id }), 'this API key')
    return { id: input.id }
  })
