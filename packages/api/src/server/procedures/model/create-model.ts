import { modelCreateInputSchema, type ModelConfig } from '../../../contract/index.ts'
import { audited } from '../../audit/audited.ts'
import { createModel as create } from '../../services/create-model.ts'
import { adminProcedure } from '../../trpc.ts'

export const createModel = adminProcedure
  .input(modelCreateInputSchema)
  .mutation(({ ctx, input }): Promise<ModelConfig> =>
    audited(ctx, async (database, note) => {
      const model = await create({ ...ctx, database }, input)
      note({
        action: 'model.created',
        target: model,
        details: { apiBase: model.apiBase, model: model.model },
      })
      return model
    }),
  )
