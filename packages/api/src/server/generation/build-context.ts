import { MAX_ATTACHMENTS_BYTES, toInputBudget } from '../../contract/index.ts'
import { sumBytes, sumFileTokens } from './attached-files.ts'
import type { ContextMessage } from './ports.ts'

/** What the chat format itself costs a message, as OpenAI counts it. */
export const TOKENS_PER_MESSAGE = 4

export type CountTokens = (text: string) => Promise<number>

export interface ContextInput {
  systemMessage: string | null
  /** A window's own messages, oldest first, the input to answer last. */
  history: ContextMessage[]
  contextWindow: number | null
  /** How long the answer may become; what is absent reserves a default. */
  maxTokens: number | undefined
  /** Whether the model is sent images. */
  vision: boolean
}

/** The system message is no message of the window. */
export const SYSTEM_SEQ = 0

/**
 * What a model is sent: the system message, then as many of the last turns as fit into its context window beside the
 * answer, their files into a request. A turn is kept whole or not at all, the newest input always.
 */
export async function buildContext(input: ContextInput, countTokens: CountTokens): Promise<ContextMessage[]> {
  const { vision } = input
  const system = toSystem(input.systemMessage)
  const turns = toTurns(input.history)
  const everything = [...system, ...turns.flat()]
  const budget = toInputBudget(input.contextWindow, input.maxTokens) ?? Number.POSITIVE_INFINITY
  const isSmall = tokensAtMost(everything, vision) <= budget
  if (isSmall && sumBytes(everything, vision) <= MAX_ATTACHMENTS_BYTES) return everything
  const count = (messages: ContextMessage[]) => countAll(messages, vision, countTokens)
  const newest = turns.at(-1) ?? []
  const room = {
    tokens: isSmall ? Number.POSITIVE_INFINITY : budget - (await count([...system, ...newest])),
    bytes: MAX_ATTACHMENTS_BYTES - sumBytes(newest, vision),
  }
  const earlier = await lastThatFit(turns.slice(0, -1), room, async (turn) => ({
    tokens: isSmall ? 0 : await count(turn),
    bytes: sumBytes(turn, vision),
  }))
  return [...system, ...earlier.flat(), ...newest]
}

export function toSystem(systemMessage: string | null): ContextMessage[] {
  return systemMessage ? [{ role: 'system', content: systemMessage, seq: SYSTEM_SEQ }] : []
}

/** The tokens of a whole context or a part of it, the format's own included. */
export async function countAll(
  messages: ContextMessage[],
  vision: boolean,
  countTokens: CountTokens,
): Promise<number> {
  let total = 0
  for (const message of messages) {
    total += TOKENS_PER_MESSAGE + sumFileTokens(message, vision) + (await countTokens(message.content))
  }
  return total
}

/** A bound that needs no counting: no token of a byte-level vocabulary is shorter than a byte. */
function tokensAtMost(messages: ContextMessage[], vision: boolean): number {
  return messages.reduce(
    (sum, message) =>
      sum + TOKENS_PER_MESSAGE + sumFileTokens(message, vision) + Buffer.byteLength(message.content),
    0,
  )
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

interface Size {
  tokens: number
  bytes: number
}

async function lastThatFit(
  turns: ContextMessage[][],
  room: Size,
  measure: (turn: ContextMessage[]) => Promise<Size>,
): Promise<ContextMessage[][]> {
  let { tokens, bytes } = room
  for (let index = turns.length - 1; index >= 0; index -= 1) {
    const size = await measure(turns[index] ?? [])
    tokens -= size.tokens
    bytes -= size.bytes
    if (tokens < 0 || bytes < 0) return turns.slice(index + 1)
  }
  return turns
}
