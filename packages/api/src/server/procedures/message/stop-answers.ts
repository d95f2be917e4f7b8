import { messageStopInputSchema } from '../../../contract/index.ts'
import { stopAnswers as stop } from '../../services/stop-answers.ts'
import { userProcedure } from '../../trpc.ts'

export const stopAnswers = userProcedure
  .input(messageStopInputSchema)
  .mutation(({ ctx, input }): Promise<{ stopped: number }> => stop(ctx, input))
