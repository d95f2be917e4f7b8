import { idInputSchema, type ChatWindow } from '../../../contract/index.ts'
import { stopCatchUp as stop } from '../../services/catch-up.ts'
import { userProcedure } from '../../trpc.ts'

export const stopCatchUp = userProcedure
  .input(idInputSchema)
  .mutation(({ ctx, input }): Promise<ChatWindow> => stop(ctx, input.id))
