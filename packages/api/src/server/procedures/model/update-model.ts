import { modelUpdateInputSchema, type ModelConfig } from '../../../contract/index.ts'
import { updateModel as update } from '../../services/update-model.ts'
import { adminProcedure } from '../../trpc.ts'

export const updateModel = adminProcedure
  .input(modelUpdateInputSchema)
  .mutation(({ ctx, input }): Promise<ModelConfig> => update(ctx, input))
