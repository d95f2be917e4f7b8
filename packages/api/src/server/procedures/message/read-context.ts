import { messageContextInputSchema, type MessageContext } from '../../../contract/index.ts'
import { readContext as read } from '../../services/read-context.ts'
import { userProcedure } from '../../trpc.ts'

export const readContext = userProcedure
  .input(messageContextInputSchema)
  .query(({ ctx, input }): Promise<MessageContext> => read(ctx, input.messageId))
