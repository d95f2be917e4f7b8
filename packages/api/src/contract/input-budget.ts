const DEFAULT_ANSWER_TOKENS = 4096

/** How many tokens a model's input may have: its context window, less what its answer may become. Null where nobody knows. */
export function toInputBudget(contextWindow: number | null, maxTokens: number | undefined): number | null {
  if (contextWindow === null) return null
  return contextWindow - (maxTokens ?? Math.min(DEFAULT_ANSWER_TOKENS, Math.floor(contextWindow / 4)))
}
