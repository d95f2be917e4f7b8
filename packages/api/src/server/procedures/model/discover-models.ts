import { discoverModels as askEndpoint } from '@chatmore/llm'
import { modelDiscoverInputSchema, type ModelDiscoverResult } from '../../../contract/index.ts'
import { resolveEndpoint } from '../../services/resolve-endpoint.ts'
import { adminProcedure } from '../../trpc.ts'

export const discoverModels = adminProcedure
  .input(modelDiscoverInputSchema)
  .mutation(async ({ ctx, input, signal }): Promise<ModelDiscoverResult> => {
    const target = await resolveEndpoint(ctx, input)
    return askEndpoint(target, { llm: ctx.llm, ...(signal && { signal }) })
  })
