import { z } from 'zod'
import { cleanText, isBlank } from './clean-text.ts'
import { idSchema } from './id.ts'
import { clientMessageIdSchema, type Message, type Turn } from './message.ts'
import type { Vote } from './vote.ts'
import { MAX_WINDOWS, type ChatWindow } from './window.ts'

export const messageBroadcastInputSchema = z.strictObject({ broadcastGroupId: idSchema })

/** One input as it went to several windows, or to one: the latest answer of each window that is there, in their order. */
export interface Broadcast {
  sessionId: string
  broadcastGroupId: string
  inputs: Message[]
  answers: Message[]
  /** What the caller thinks of the answers. */
  vote: Vote | null
}

/** The longest instruction to a model that merges answers, in UTF-16 units. */
export const MAX_MERGE_PROMPT_LENGTH = 20_000

/** The most that a merge may send, in UTF-16 units: prompt, questions and answers. */
export const MAX_MERGE_LENGTH = 1_000_000

export const messageMergeInputSchema = z.strictObject({
  sessionId: idSchema,
  messageIds: z
    .array(idSchema)
    .max(MAX_WINDOWS, `has more than ${MAX_WINDOWS} answers`)
    .refine((ids) => new Set(ids).size >= 2, 'has fewer than two answers'),
  modelId: idSchema,
  prompt: z
    .string()
    .max(MAX_MERGE_PROMPT_LENGTH, 'is longer than 20,000 characters')
    .transform(cleanText)
    .refine((text) => !isBlank(text), 'is empty'),
  clientMessageId: clientMessageIdSchema,
})
export type MessageMergeInput = z.infer<typeof messageMergeInputSchema>

/** The new window in which a model merges answers, and what was written there. */
export interface MergeResult {
  window: ChatWindow
  turn: Turn
}
