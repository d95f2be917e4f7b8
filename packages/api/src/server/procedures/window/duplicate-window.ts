import { idInputSchema, type ChatWindow } from '../../../contract/index.ts'
import { duplicateWindow as duplicate } from '../../services/copy-window.ts'
import { userProcedure } from '../../trpc.ts'

export const duplicateWindow = userProcedure
  .input(idInputSchema)
  .mutation(({ ctx, input }): Promise<ChatWindow> => duplicate(ctx, input.id))
