import { windowUpdateInputSchema, type ChatWindow } from '../../../contract/index.ts'
import { updateWindow as update } from '../../services/update-window.ts'
import { userProcedure } from '../../trpc.ts'

export const updateWindow = userProcedure
  .input(windowUpdateInputSchema)
  .mutation(({ ctx, input }): Promise<ChatWindow> => update(ctx, input))
