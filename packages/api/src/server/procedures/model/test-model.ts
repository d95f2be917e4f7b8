import { noteModelTest, type ModelTest } from '@chatmore/db'
import { testEndpoint } from '@chatmore/llm'
import { modelTestInputSchema, type ModelTestResult } from '../../../contract/index.ts'
import { recordAudit } from '../../audit/audited.ts'
import { logCalls } from '../../services/log-calls.ts'
import { resolveEndpoint } from '../../services/resolve-endpoint.ts'
import { adminProcedure } from '../../trpc.ts'

export const testModel = adminProcedure
  .input(modelTestInputSchema)
  .mutation(async ({ ctx, input, signal }): Promise<ModelTestResult> => {
    const target = await resolveEndpoint(ctx, input)
    const llm = logCalls(ctx, {
      source: 'test',
      scope: ctx.scope,
      modelId: input.id ?? null,
      upstreamModel: target.endpoint.model,
      price: target.price,
      recordsBodies: target.recordsBodies,
    })
    const result = await testEndpoint(target, { llm, ...(signal && { signal }) })
    if (input.id && !('apiBase' in input)) await noteModelTest(ctx.database, input.id, toNote(result))
    const details = { url: result.url, ok: result.ok }
    await recordAudit(ctx, {
      action: 'model.tested',
      target: input.id ? { id: input.id } : undefined,
      details,
    })
    return result
  })

function toNote({ ok, latencyMs, error }: ModelTestResult): ModelTest {
  return { at: new Date().toISOString(), latencyMs, error: ok ? null : (error ?? '') }
}
