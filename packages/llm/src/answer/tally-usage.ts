import { isRecord } from '../is-record.ts'

/** Token counts that the endpoint told; null where it told none. */
export interface ToldUsage {
  promptTokens: number | null
  completionTokens: number | null
  reasoningTokens: number | null
  /** Of the prompt's; absent where the endpoint told none. */
  cachedTokens?: number | undefined
}

export const noUsage: ToldUsage = { promptTokens: null, completionTokens: null, reasoningTokens: null }

/**
 * Adds one `usage` object to what is known. Some endpoints repeat a running total on every chunk and once more at the
 * end: so each field keeps its highest value and nothing is summed.
 */
export function tallyUsage(known: ToldUsage, usage: unknown): ToldUsage {
  if (!isRecord(usage)) return known
  const details = isRecord(usage.completion_tokens_details) ? usage.completion_tokens_details : {}
  const cached = highest(known.cachedTokens ?? null, readCached(usage))
  return {
    promptTokens: highest(known.promptTokens, usage.prompt_tokens),
    completionTokens: highest(known.completionTokens, usage.completion_tokens),
    reasoningTokens: highest(known.reasoningTokens, details.reasoning_tokens ?? usage.reasoning_tokens),
    ...(cached !== null && { cachedTokens: cached }),
  }
}

/** OpenAI and most others have it among details, DeepSeek and Moonshot beside the rest. */
function readCached(usage: Record<string, unknown>): unknown {
  const details = isRecord(usage.prompt_tokens_details) ? usage.prompt_tokens_details : {}
  return details.cached_tokens ?? usage.prompt_cache_hit_tokens ?? usage.cached_tokens
}

function highest(known: number | null, told: unknown): number | null {
  if (typeof told !== 'number' || !Number.isFinite(told) || told < 0) return known
  return Math.max(known ?? 0, Math.round(told))
}
