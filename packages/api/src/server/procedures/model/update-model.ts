import { modelUpdateInputSchema, type ModelConfig } from '../../../contract/index.ts'
import { audited } from '../../audit/audited.ts'
import { describeModelChange } from '../../audit/describe-model-change.ts'
import { requireModel } from '../../services/require-model.ts'
import { updateModel as update } from '../../services/update-model.ts'
import { adminProcedure } from '../../trpc.ts'

export const updateModel = adminProcedure
  .input(modelUpdateInputSchema)
  .mutation(({ ctx, input }): Promise<ModelConfig> =>
    audited(ctx, async (database, note) => {
      const before = await requireModel({ database }, input.id)
      const model = await update({ ...ctx, database }, input)
      note({ action: 'model.updated', target: model, details: describeModelChange(before, model, input) })
      return model
    }),
  )
