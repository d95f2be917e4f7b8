import { idInputSchema, type ModelConfig } from '../../../contract/index.ts'
import { readModelConfig } from '../../services/read-model-config.ts'
import { adminProcedure } from '../../trpc.ts'

export const getModel = adminProcedure
  .input(idInputSchema)
  .query(({ ctx, input }): Promise<ModelConfig> => readModelConfig(ctx, input.id))
