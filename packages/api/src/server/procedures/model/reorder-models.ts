import { reorderModels as reorder } from '@chatmore/db'
import { modelReorderInputSchema } from '../../../contract/index.ts'
import { audited } from '../../audit/audited.ts'
import { requireFound } from '../../errors/app-error.ts'
import { adminProcedure } from '../../trpc.ts'

export const reorderModels = adminProcedure
  .input(modelReorderInputSchema)
  .mutation(({ ctx, input }): Promise<{ ids: string[] }> =>
    audited(ctx, async (database, note) => {
      requireFound(await reorder(database, input.ids), 'a model of ids')
      note({ action: 'model.reordered', details: { models: input.ids.length } })
      return { ids: input.ids }
    }),
  )
