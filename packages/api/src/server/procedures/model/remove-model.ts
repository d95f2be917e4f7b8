import { removeModelConfig } from '@chatmore/db'
import { idInputSchema } from '../../../contract/index.ts'
import { requireFound } from '../../errors/app-error.ts'
import { adminProcedure } from '../../trpc.ts'

export const removeModel = adminProcedure
  .input(idInputSchema)
  .mutation(async ({ ctx, input }): Promise<{ id: string }> => {
    requireFound(await removeModelConfig(ctx.database, input.id), 'this model')
    return { id: input.id }
  })
