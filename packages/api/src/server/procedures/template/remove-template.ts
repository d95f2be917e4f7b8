import { removeTemplate as remove } from '@chatmore/db'
import { idInputSchema } from '../../../contract/index.ts'
import { requireFound } from '../../errors/app-error.ts'
import { userProcedure } from '../../trpc.ts'

export const removeTemplate = userProcedure
  .input(idInputSchema)
  .mutation(async ({ ctx, input }): Promise<{ id: string }> => {
    requireFound(await remove(ctx.database, ctx.scope, input.id), 'this template')
    return { id: input.id }
  })
