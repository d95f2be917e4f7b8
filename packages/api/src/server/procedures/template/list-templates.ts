import { listTemplates as findTemplates } from '@chatmore/db'
import type { Template } from '../../../contract/index.ts'
import { noInputSchema, userProcedure } from '../../trpc.ts'

export const listTemplates = userProcedure
  .input(noInputSchema)
  .query(({ ctx }): Promise<Template[]> => findTemplates(ctx.database, ctx.scope))
