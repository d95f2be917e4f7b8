import { sumImageTokens, toText, type ChatMessage, type Usage } from '@chatmore/llm'
import { TOKENS_PER_MESSAGE, type CountTokens } from './build-context.ts'

/** What a model has answered so far. */
interface Texts {
  content: string
  reasoning: string
}

export interface Spent extends Texts {
  messages: ChatMessage[]
}

/** What a call that was cut short has cost, as far as it can be counted here. */
export async function estimateUsage(spent: Spent, countTokens: CountTokens): Promise<Usage> {
  let promptTokens = 0
  for (const { content } of spent.messages) {
    promptTokens += TOKENS_PER_MESSAGE + sumImageTokens(content) + (await countTokens(toText(content)))
  }
  return estimateAnswer(promptTokens, spent, countTokens)
}

/** The same where the prompt was counted before. */
export async function estimateAnswer(
  promptTokens: number,
  { content, reasoning }: Texts,
  countTokens: CountTokens,
): Promise<Usage> {
  const contentTokens = await countTokens(content)
  const reasoningTokens = reasoning === '' ? null : await countTokens(reasoning)
  return {
    promptTokens,
    completionTokens: contentTokens + (reasoningTokens ?? 0),
    reasoningTokens,
    isEstimated: true,
  }
}
