import { lineUpUpdateInputSchema, type LineUp } from '../../../contract/index.ts'
import { updateLineUp as update } from '../../services/save-line-up.ts'
import { userProcedure } from '../../trpc.ts'

export const updateLineUp = userProcedure
  .input(lineUpUpdateInputSchema)
  .mutation(({ ctx, input }): Promise<LineUp> => update(ctx, input))
