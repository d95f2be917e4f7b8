import { idInputSchema } from '../../../contract/index.ts'
import { removeWindow as remove } from '../../services/remove-window.ts'
import { userProcedure } from '../../trpc.ts'

export const removeWindow = userProcedure
  .input(idInputSchema)
  .mutation(({ ctx, input }): Promise<{ id: string }> => remove(ctx, input.id))
