import { messageRetryInputSchema } from '../../../contract/index.ts'
import { retryAnswer as retry } from '../../services/retry-answer.ts'
import { runProcedure } from '../../trpc.ts'

export const retryAnswer = runProcedure
  .input(messageRetryInputSchema)
  .mutation(({ ctx, input }): Promise<{ assistantMessageId: string }> => retry(ctx, input))
