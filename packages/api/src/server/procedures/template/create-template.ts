import { createTemplate as insert } from '@chatmore/db'
import { MAX_TEMPLATES, templateCreateInputSchema, type Template } from '../../../contract/index.ts'
import { AppError } from '../../errors/app-error.ts'
import { userProcedure } from '../../trpc.ts'

export const createTemplate = userProcedure
  .input(templateCreateInputSchema)
  .mutation(async ({ ctx, input }): Promise<Template> => {
    const template = await insert(ctx.database, ctx.scope, { ...input, most: MAX_TEMPLATES })
    if (template) return template
    throw new AppError('CONFLICT', `you have ${MAX_TEMPLATES} templates already: remove one first`)
  })
