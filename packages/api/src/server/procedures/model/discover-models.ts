import { discoverModels as askEndpoint } from '@chatmore/llm'
import { modelDiscoverInputSchema, type ModelDiscoverResult } from '../../../contract/index.ts'
import { logCalls } from '../../services/log-calls.ts'
import { offerModels } from '../../services/offer-models.ts'
import { resolveEndpoint } from '../../services/resolve-endpoint.ts'
import { adminProcedure } from '../../trpc.ts'

export const discoverModels = adminProcedure
  .input(modelDiscoverInputSchema)
  .mutation(async ({ ctx, input, signal }): Promise<ModelDiscoverResult> => {
    const target = await resolveEndpoint(ctx, input)
    const llm = logCalls(ctx, {
      source: 'discover',
      scope: ctx.scope,
      modelId: input.id ?? null,
      upstreamModel: target.endpoint.model,
      price: target.price,
      recordsBodies: target.recordsBodies,
    })
    const found = await askEndpoint(target, { llm, ...(signal && { signal }) })
    return { ...found, ...(await offerModels(ctx.database, target.endpoint.apiBase, found.models)) }
  })
