import { modelRemoveManyInputSchema } from '../../../contract/index.ts'
import { audited } from '../../audit/audited.ts'
import { removeModel } from '../../services/remove-model.ts'
import { adminProcedure } from '../../trpc.ts'

export const removeModels = adminProcedure
  .input(modelRemoveManyInputSchema)
  .mutation(({ ctx, input }): Promise<{ ids: string[] }> =>
    audited(ctx, async (database, note) => {
      const ids = [...new Set(input.ids)]
      for (const id of ids) note(await removeModel(database, id))
      return { ids }
    }),
  )
