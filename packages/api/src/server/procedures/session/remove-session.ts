import { idInputSchema } from '../../../contract/index.ts'
import { removeSession as remove } from '../../services/remove-session.ts'
import { userProcedure } from '../../trpc.ts'

export const removeSession = userProcedure
  .input(idInputSchema)
  .mutation(({ ctx, input }): Promise<{ id: string }> => remove(ctx, input.id))
