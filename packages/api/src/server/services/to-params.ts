import type { ModelConfigRow, ModelParams } from '@chatmore/db'

/** What a model is asked with: its own defaults, in their place what a window says, and never more tokens than it may. */
export function toParams(
  { extraConfig, maxTokensLimit }: Pick<ModelConfigRow, 'extraConfig' | 'maxTokensLimit'>,
  own: ModelParams,
): ModelParams {
  const params = { ...extraConfig, ...own }
  if (maxTokensLimit === null) return params
  return { ...params, maxTokens: Math.min(params.maxTokens ?? maxTokensLimit, maxTokensLimit) }
}
