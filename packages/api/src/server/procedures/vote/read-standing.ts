import { voteStandingInputSchema, type Standing } from '../../../contract/index.ts'
import { readStanding as read } from '../../services/read-standing.ts'
import { userProcedure } from '../../trpc.ts'

export const readStanding = userProcedure
  .input(voteStandingInputSchema.nullish())
  .query(({ ctx, input }): Promise<Standing> => read(ctx, input?.tag))
