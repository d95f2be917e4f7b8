import { sumImageTokens, toText, type ChatMessage, type Usage } from '@chatmore/llm'
import { TOKENS_PER_MESSAGE, type CountTokens } from './build-context.ts'

export interface Spent {
  messages: ChatMessage[]
  content: string
  reasoning: string
}

/** What a call that was cut short has cost, as far as it can be counted here. */
export async function estimateUsage(spent: Spent, countTokens: CountTokens): Promise<Usage> {
  let promptTokens = 0
  for (const { content } of spent.messages) {
    promptTokens += TOKENS_PER_MESSAGE + sumImageTokens(content) + (await countTokens(toText(content)))
  }
  const contentTokens = await countTokens(spent.content)
  const reasoningTokens = spent.reasoning === '' ? null : await countTokens(spent.reasoning)
  return {
    promptTokens,
    completionTokens: contentTokens + (reasoningTokens ?? 0),
    reasoningTokens,
    isEstimated: true,
  }
}
