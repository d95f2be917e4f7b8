import { messageEditInputSchema, type SendResult } from '../../../contract/index.ts'
import { editMessage as edit } from '../../services/edit-message.ts'
import { runProcedure } from '../../trpc.ts'

export const editMessage = runProcedure
  .input(messageEditInputSchema)
  .mutation(({ ctx, input }): Promise<SendResult> => edit(ctx, input))
