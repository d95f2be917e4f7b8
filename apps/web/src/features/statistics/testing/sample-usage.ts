import type { UsageFigures } from '@chatmore/api/contract'

/** What one call came to. */
export function sampleUsage(patch: Partial<UsageFigures> = {}): UsageFigures {
  return {
    ...{ calls: 1, errors: 0, estimated: 0 },
    ...{ promptTokens: 1000, completionTokens: 50, reasoningTokens: 20, cachedTokens: 600 },
    ...{ cost: '0.003', costs: [{ currency: 'USD', cost: '0.003' }] },
    ...{ ttftP50Ms: 300, ttftP95Ms: 900, latencyP50Ms: 2000, latencyP95Ms: 8000, tokensPerSecond: 62.5 },
    ...patch,
  }
}
