import { messageRetryInputSchema } from '../../../contract/index.ts'
import { retryAnswer as retry } from '../../services/retry-answer.ts'
import { userProcedure } from '../../trpc.ts'

export const retryAnswer = userProcedure
  .input(messageRetryInputSchema)
  .mutation(({ ctx, input }): Promise<{ assistantMessageId: string }> => retry(ctx, input.messageId))
