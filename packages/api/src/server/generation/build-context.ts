import type { ChatMessage } from '@chatmore/llm'
import { toInputBudget } from '../../contract/index.ts'
import type { ContextMessage } from './ports.ts'

/** What the chat format itself costs a message, as OpenAI counts it. */
const TOKENS_PER_MESSAGE = 4

export type CountTokens = (text: string) => Promise<number>

export interface ContextInput {
  systemMessage: string | null
  /** A window's own messages, oldest first, the input to answer last. */
  history: ContextMessage[]
  contextWindow: number | null
  /** How long the answer may become; what is absent reserves a default. */
  maxTokens: number | undefined
}

/** The system message is no message of the window. */
export const SYSTEM_SEQ = 0

/**
 * What a model is sent: the system message, then as many of the last turns as fit into its context window beside the
 * answer. A turn is kept whole or not at all, the newest input always.
 */
export async function buildContext(input: ContextInput, countTokens: CountTokens): Promise<ContextMessage[]> {
  const system = toSystem(input.systemMessage)
  const turns = toTurns(input.history)
  const everything = [...system, ...turns.flat()]
  const budget = toInputBudget(input.contextWindow, input.maxTokens) ?? Number.POSITIVE_INFINITY
  if (tokensAtMost(everything) <= budget) return everything
  const newest = turns.at(-1) ?? []
  const spent = await countAll([...system, ...newest], countTokens)
  const earlier = await lastThatFit(turns.slice(0, -1), budget - spent, countTokens)
  return [...system, ...earlier.flat(), ...newest]
}

export function toSystem(systemMessage: string | null): ContextMessage[] {
  return systemMessage ? [{ role: 'system', content: systemMessage, seq: SYSTEM_SEQ }] : []
}

/** The tokens of a whole request or text list, the format's own included. */
export async function countAll(messages: ChatMessage[], countTokens: CountTokens): Promise<number> {
  let total = 0
  for (const message of messages) total += TOKENS_PER_MESSAGE + (await countTokens(message.content))
  return total
}

/** A bound that needs no counting: no token of a byte-level vocabulary is shorter than a byte. */
function tokensAtMost(messages: ChatMessage[]): number {
  return messages.reduce((sum, { content }) => sum + TOKENS_PER_MESSAGE + Buffer.byteLength(content), 0)
}

/** A turn starts with each user message. What precedes the first is a turn cut in two, and is left out. */
function toTurns(history: ContextMessage[]): ContextMessage[][] {
  const turns: ContextMessage[][] = []
  for (const message of history) {
    if (message.role === 'user') turns.push([message])
    else turns.at(-1)?.push(message)
  }
  return turns
}

async function lastThatFit(
  turns: ContextMessage[][],
  budget: number,
  countTokens: CountTokens,
): Promise<ContextMessage[][]> {
  let left = budget
  for (let index = turns.length - 1; index >= 0; index -= 1) {
    left -= await countAll(turns[index] ?? [], countTokens)
    if (left < 0) return turns.slice(index + 1)
  }
  return turns
}
