import { composeMerge, toInputBudget, type MergePart, type ModelSummary } from '@chatmore/api/contract'
import { estimateTokens } from '../../message/lib/estimate-tokens.ts'

export interface MergeSize {
  tokens: number
  /** How many the model has room for; null where nobody knows. */
  room: number | null
  isTooBig: boolean
}

/** About how much a merge sends, by the very text that the server will put together. */
export function toMergeSize(
  prompt: string,
  parts: readonly MergePart[],
  model: Pick<ModelSummary, 'contextWindow' | 'defaults'>,
): MergeSize {
  const tokens = estimateTokens(composeMerge(prompt, parts))
  const room = toInputBudget(model.contextWindow, model.defaults.maxTokens)
  return { tokens, room, isTooBig: room !== null && tokens > room }
}
