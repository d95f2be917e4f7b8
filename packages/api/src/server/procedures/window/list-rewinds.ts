import { listRewinds as findRewinds } from '@chatmore/db'
import { idInputSchema, type Rewind } from '../../../contract/index.ts'
import { requireFound } from '../../errors/app-error.ts'
import { userProcedure } from '../../trpc.ts'

export const listRewinds = userProcedure
  .input(idInputSchema)
  .query(async ({ ctx, input }): Promise<{ items: Rewind[] }> => {
    const items = await findRewinds(ctx.database, ctx.scope, input.id)
    return { items: requireFound(items, 'this window') }
  })
