import { listVotes as findVotes } from '@chatmore/db'
import { voteListInputSchema, type Page, type Vote } from '../../../contract/index.ts'
import { requireFound } from '../../errors/app-error.ts'
import { userProcedure } from '../../trpc.ts'

export const listVotes = userProcedure
  .input(voteListInputSchema)
  .query(async ({ ctx, input }): Promise<Page<Vote>> =>
    requireFound(await findVotes(ctx.database, ctx.scope, input), 'this session'),
  )
