import { windowReorderInputSchema, type Session } from '../../../contract/index.ts'
import { reorderWindows as reorder } from '../../services/reorder-windows.ts'
import { userProcedure } from '../../trpc.ts'

export const reorderWindows = userProcedure
  .input(windowReorderInputSchema)
  .mutation(({ ctx, input }): Promise<Session> => reorder(ctx, input))
