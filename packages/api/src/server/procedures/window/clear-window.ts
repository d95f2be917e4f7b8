import { idInputSchema, type RewindResult } from '../../../contract/index.ts'
import { rewindWindow as rewind } from '../../services/rewind-window.ts'
import { userProcedure } from '../../trpc.ts'

export const clearWindow = userProcedure
  .input(idInputSchema)
  .mutation(({ ctx, input }): Promise<RewindResult> => rewind(ctx, input))
