import { modelCreateInputSchema, type ModelConfig } from '../../../contract/index.ts'
import { createModel as create } from '../../services/create-model.ts'
import { adminProcedure } from '../../trpc.ts'

export const createModel = adminProcedure
  .input(modelCreateInputSchema)
  .mutation(({ ctx, input }): Promise<ModelConfig> => create(ctx, input))
