import { listLatestMessages as findLatestMessages } from '@chatmore/db'
import { messageLatestInputSchema, type LatestMessages } from '../../../contract/index.ts'
import { requireFound } from '../../errors/app-error.ts'
import { userProcedure } from '../../trpc.ts'

export const listLatestMessages = userProcedure
  .input(messageLatestInputSchema)
  .query(async ({ ctx, input }): Promise<LatestMessages> => {
    const windows = await findLatestMessages(ctx.database, ctx.scope, input)
    return { windows: requireFound(windows, 'this session') }
  })
