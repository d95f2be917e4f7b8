import type { ToldUsage } from '../answer/tally-usage.ts'
import type { ChatMessage } from '../chat-request.ts'
import type { Usage } from '../completion.ts'
import { sumImageTokens, toText } from './content-text.ts'
import { countTokens } from './count-tokens.ts'

/** What the chat format adds to each message and to the whole prompt, in tokens. */
const PER_MESSAGE = 4
const PER_PROMPT = 3

export interface SpentTexts {
  messages: ChatMessage[]
  content: string
  reasoning: string
}

/** The usage that the endpoint told, with what it left out (or told as nothing) counted here. */
export async function completeUsage(told: ToldUsage, texts: SpentTexts): Promise<Usage> {
  const answer = texts.reasoning + texts.content
  const isPromptTold = (told.promptTokens ?? 0) > 0
  const isCompletionTold = told.completionTokens !== null && (told.completionTokens > 0 || answer === '')
  return {
    promptTokens: isPromptTold ? (told.promptTokens ?? 0) : await countPrompt(texts.messages),
    completionTokens: isCompletionTold ? (told.completionTokens ?? 0) : await countTokens(answer),
    reasoningTokens: told.reasoningTokens ?? (await countReasoning(isCompletionTold, texts.reasoning)),
    ...toCached(told),
    isEstimated: !isPromptTold || !isCompletionTold,
  }
}

/** Of these none are counted: only the endpoint can know. */
function toCached({ cachedTokens }: ToldUsage) {
  return cachedTokens === undefined ? {} : { cachedTokens }
}

async function countPrompt(messages: ChatMessage[]): Promise<number> {
  const text = messages.map(({ content }) => toText(content)).join('\n')
  const images = messages.reduce((sum, { content }) => sum + sumImageTokens(content), 0)
  return PER_PROMPT + messages.length * PER_MESSAGE + images + (await countTokens(text))
}

/** Where the endpoint told the rest, its silence on reasoning is kept. */
async function countReasoning(isCompletionTold: boolean, reasoning: string): Promise<number | null> {
  return isCompletionTold || reasoning === '' ? null : await countTokens(reasoning)
}
