import type { ChatMessage, Usage } from '@chatmore/llm'
import { countAll, type CountTokens } from './build-context.ts'

export interface Spent {
  messages: ChatMessage[]
  content: string
  reasoning: string
}

/** What a call that was cut short has cost, as far as it can be counted here. */
export async function estimateUsage(spent: Spent, countTokens: CountTokens): Promise<Usage> {
  const promptTokens = await countAll(spent.messages, countTokens)
  const contentTokens = await countTokens(spent.content)
  const reasoningTokens = spent.reasoning === '' ? null : await countTokens(spent.reasoning)
  return {
    promptTokens,
    completionTokens: contentTokens + (reasoningTokens ?? 0),
    reasoningTokens,
    isEstimated: true,
  }
}
