import { messageSendInputSchema, type SendResult } from '../../../contract/index.ts'
import { sendMessage as send } from '../../services/send-message.ts'
import { runProcedure } from '../../trpc.ts'

export const sendMessage = runProcedure
  .input(messageSendInputSchema)
  .mutation(({ ctx, input }): Promise<SendResult> => send(ctx, input))
