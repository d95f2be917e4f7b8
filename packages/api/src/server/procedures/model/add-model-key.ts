import { modelAddKeyInputSchema, type ModelConfig } from '../../../contract/index.ts'
import { audited } from '../../audit/audited.ts'
import { addModelKey as add } from '../../services/model-keys.ts'
import { readModelConfig } from '../../services/read-model-config.ts'
import { requireModel } from '../../services/require-model.ts'
import { adminProcedure } from '../../trpc.ts'

export const addModelKey = adminProcedure
  .input(modelAddKeyInputSchema)
  .mutation(({ ctx, input }): Promise<ModelConfig> =>
    audited(ctx, async (database, note) => {
      const model = await requireModel({ database }, input.id)
      await add({ ...ctx, database }, model, input)
      note({ action: 'model.keyAdded', target: model, details: { key: input.name ?? null } })
      return readModelConfig({ database }, input.id)
    }),
  )
