import { windowAddInputSchema, type ChatWindow } from '../../../contract/index.ts'
import { addWindow as add } from '../../services/add-window.ts'
import { userProcedure } from '../../trpc.ts'

export const addWindow = userProcedure
  .input(windowAddInputSchema)
  .mutation(({ ctx, input }): Promise<ChatWindow> => add(ctx, input))
