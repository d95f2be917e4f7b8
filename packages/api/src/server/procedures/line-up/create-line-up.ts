import { lineUpCreateInputSchema, type LineUp } from '../../../contract/index.ts'
import { createLineUp as create } from '../../services/save-line-up.ts'
import { userProcedure } from '../../trpc.ts'

export const createLineUp = userProcedure
  .input(lineUpCreateInputSchema)
  .mutation(({ ctx, input }): Promise<LineUp> => create(ctx, input))
