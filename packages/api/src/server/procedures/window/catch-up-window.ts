import { windowCatchUpInputSchema, type ChatWindow } from '../../../contract/index.ts'
import { startCatchUp } from '../../services/catch-up.ts'
import { runProcedure } from '../../trpc.ts'

export const catchUpWindow = runProcedure
  .input(windowCatchUpInputSchema)
  .mutation(({ ctx, input }): Promise<ChatWindow> => startCatchUp(ctx, input))
