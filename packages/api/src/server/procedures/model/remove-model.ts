import { idInputSchema } from '../../../contract/index.ts'
import { audited } from '../../audit/audited.ts'
import { removeModel as remove } from '../../services/remove-model.ts'
import { adminProcedure } from '../../trpc.ts'

export const removeModel = adminProcedure
  .input(idInputSchema)
  .mutation(({ ctx, input: { id } }): Promise<{ id: string }> =>
    audited(ctx, async (database, note) => {
      note(await remove(database, id))
      return { id }
    }),
  )
