import { modelKeyInputSchema, type ModelConfig } from '../../../contract/index.ts'
import { audited } from '../../audit/audited.ts'
import { removeModelKey as remove } from '../../services/model-keys.ts'
import { readModelConfig } from '../../services/read-model-config.ts'
import { requireModel } from '../../services/require-model.ts'
import { adminProcedure } from '../../trpc.ts'

export const removeModelKey = adminProcedure
  .input(modelKeyInputSchema)
  .mutation(({ ctx, input: { id, keyId } }): Promise<ModelConfig> =>
    audited(ctx, async (database, note) => {
      const model = await requireModel({ database }, id)
      const name = await remove({ database }, model, keyId)
      note({ action: 'model.keyRemoved', target: model, details: { key: name || null } })
      return readModelConfig({ database }, id)
    }),
  )
