import { idInputSchema, type ChatWindow } from '../../../contract/index.ts'
import { restoreWindow as restore } from '../../services/restore-window.ts'
import { userProcedure } from '../../trpc.ts'

export const restoreWindow = userProcedure
  .input(idInputSchema)
  .mutation(({ ctx, input }): Promise<ChatWindow> => restore(ctx, input.id))
