import { listTags as findTags } from '@chatmore/db'
import type { TagCount } from '../../../contract/index.ts'
import { noInputSchema, userProcedure } from '../../trpc.ts'

export const listTags = userProcedure
  .input(noInputSchema)
  .query(({ ctx }): Promise<TagCount[]> => findTags(ctx.database, ctx.scope))
