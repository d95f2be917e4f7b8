import { testEndpoint } from '@chatmore/llm'
import { modelTestInputSchema, type ModelTestResult } from '../../../contract/index.ts'
import { resolveEndpoint } from '../../services/resolve-endpoint.ts'
import { adminProcedure } from '../../trpc.ts'

export const testModel = adminProcedure
  .input(modelTestInputSchema)
  .mutation(async ({ ctx, input, signal }): Promise<ModelTestResult> => {
    const target = await resolveEndpoint(ctx, input)
    return testEndpoint(target, { llm: ctx.llm, ...(signal && { signal }) })
  })
