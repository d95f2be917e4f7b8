import { noUsage, sumImageTokens, toText, type ChatMessage, type ToldUsage, type Usage } from '@chatmore/llm'
import { TOKENS_PER_MESSAGE, type CountTokens } from './build-context.ts'

/** What a model has answered so far. */
interface Texts {
  content: string
  reasoning: string
}

/** What an endpoint told of a call's usage, and how many characters of the answer there were by then. */
export interface Told {
  usage: ToldUsage
  textLength: number
}

export interface Spent extends Texts {
  messages: ChatMessage[]
  /** Null where the endpoint told nothing. */
  told: Told | null
}

/** What a call that was cut short has cost: as the endpoint told, and where it did not, as far as it can be counted here. */
export async function estimateUsage(spent: Spent, countTokens: CountTokens): Promise<Usage> {
  const { promptTokens: toldPrompt, cachedTokens } = spent.told?.usage ?? noUsage
  const isPromptTold = toldPrompt !== null && toldPrompt > 0
  const promptTokens = isPromptTold ? toldPrompt : await countPrompt(spent.messages, countTokens)
  const answer = toToldAnswer(spent) ?? (await estimateAnswer(promptTokens, spent, countTokens))
  const isEstimated = !isPromptTold || answer.isEstimated
  return { ...answer, promptTokens, ...(cachedTokens !== undefined && { cachedTokens }), isEstimated }
}

async function countPrompt(messages: ChatMessage[], countTokens: CountTokens): Promise<number> {
  let tokens = 0
  for (const { content } of messages) {
    tokens += TOKENS_PER_MESSAGE + sumImageTokens(content) + (await countTokens(toText(content)))
  }
  return tokens
}

/** Null where text came after what was told: some begin with a number that says nothing yet. */
function toToldAnswer({ told, content, reasoning }: Spent) {
  if (!told || told.textLength < content.length + reasoning.length) return null
  const { completionTokens, reasoningTokens } = told.usage
  return completionTokens === null || completionTokens === 0
    ? null
    : { completionTokens, reasoningTokens, isEstimated: false }
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
