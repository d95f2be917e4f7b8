import { windowForkInputSchema, type ChatWindow } from '../../../contract/index.ts'
import { forkWindow as fork } from '../../services/copy-window.ts'
import { userProcedure } from '../../trpc.ts'

export const forkWindow = userProcedure
  .input(windowForkInputSchema)
  .mutation(({ ctx, input }): Promise<ChatWindow> => fork(ctx, input))
