import { modelAddManyInputSchema, type ModelConfig } from '../../../contract/index.ts'
import { audited } from '../../audit/audited.ts'
import { addModels as add } from '../../services/add-models.ts'
import { adminProcedure } from '../../trpc.ts'

export const addModels = adminProcedure
  .input(modelAddManyInputSchema)
  .mutation(({ ctx, input }): Promise<ModelConfig[]> =>
    audited(ctx, async (database, note) => {
      const added = await add({ ...ctx, database }, input)
      for (const model of added) {
        note({
          action: 'model.created',
          target: model,
          details: { apiBase: model.apiBase, model: model.model },
        })
      }
      return added
    }),
  )
