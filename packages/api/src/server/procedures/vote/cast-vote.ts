import { voteCastInputSchema, type Vote } from '../../../contract/index.ts'
import { castVote as cast } from '../../services/cast-vote.ts'
import { userProcedure } from '../../trpc.ts'

export const castVote = userProcedure
  .input(voteCastInputSchema)
  .mutation(({ ctx, input }): Promise<Vote> => cast(ctx, input))
