import { modelUpdateManyInputSchema, type ModelConfig } from '../../../contract/index.ts'
import { audited } from '../../audit/audited.ts'
import { describeGiven } from '../../audit/describe-model-change.ts'
import { changeOneOfMany } from '../../services/update-models.ts'
import { adminProcedure } from '../../trpc.ts'

export const updateModels = adminProcedure
  .input(modelUpdateManyInputSchema)
  .mutation(({ ctx, input }): Promise<ModelConfig[]> =>
    audited(ctx, async (database, note) => {
      const { ids, ...given } = input
      const changed: ModelConfig[] = []
      for (const id of new Set(ids)) {
        const model = await changeOneOfMany({ database }, id, input)
        note({ action: 'model.updated', target: model, details: describeGiven(given) })
        changed.push(model)
      }
      return changed
    }),
  )
