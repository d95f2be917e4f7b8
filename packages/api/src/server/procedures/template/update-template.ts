import { updateTemplate as save } from '@chatmore/db'
import { templateUpdateInputSchema, type Template } from '../../../contract/index.ts'
import { requireFound } from '../../errors/app-error.ts'
import { userProcedure } from '../../trpc.ts'

export const updateTemplate = userProcedure
  .input(templateUpdateInputSchema)
  .mutation(async ({ ctx, input }): Promise<Template> =>
    requireFound(await save(ctx.database, ctx.scope, input), 'this template'),
  )
