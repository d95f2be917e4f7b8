import type { ModelSummary } from '../../../contract/index.ts'
import { listModels as list } from '../../services/list-models.ts'
import { noInputSchema, userProcedure } from '../../trpc.ts'

export const listModels = userProcedure
  .input(noInputSchema)
  .query(({ ctx }): Promise<ModelSummary[]> => list(ctx))
