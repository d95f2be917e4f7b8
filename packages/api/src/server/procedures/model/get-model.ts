import { idInputSchema, type ModelConfig } from '../../../contract/index.ts'
import { requireModel } from '../../services/require-model.ts'
import { toModelConfig } from '../../services/to-model.ts'
import { adminProcedure } from '../../trpc.ts'

export const getModel = adminProcedure
  .input(idInputSchema)
  .query(async ({ ctx, input }): Promise<ModelConfig> => toModelConfig(await requireModel(ctx, input.id)))
