import { z } from 'zod'
import { attachmentIdsSchema } from './attachment-ids.ts'
import type { Attachment } from './attachment.ts'
import { idSchema } from './id.ts'
import type { MessageStatus } from './message-status.ts'
import type { ModelParams } from './model-params.ts'
import { cursorSchema, limitSchema, type Page } from './page.ts'
import { contentBesideFilesSchema } from './text.ts'
import { MAX_WINDOWS } from './window.ts'

const windowIdsSchema = z
  .array(idSchema)
  .min(1, 'is empty')
  .max(MAX_WINDOWS, `has more than ${MAX_WINDOWS} windows`)

export const clientMessageIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,64}$/, 'is not 8 to 64 letters, digits, - or _')

const inputFields = {
  content: contentBesideFilesSchema,
  clientMessageId: clientMessageIdSchema,
  /** Files of the sender's, in the order shown. */
  attachmentIds: attachmentIdsSchema.optional(),
}

/** An input may be of files alone. */
export const messageSendInputSchema = z
  .strictObject({ sessionId: idSchema, ...inputFields, windowIds: windowIdsSchema.optional() })
  .refine(({ content, attachmentIds = [] }) => content !== '' || attachmentIds.length > 0, {
    path: ['content'],
    error: 'is empty',
  })
export type MessageSendInput = z.infer<typeof messageSendInputSchema>

export const messageListInputSchema = z.strictObject({
  windowId: idSchema,
  cursor: cursorSchema.nullish(),
  limit: limitSchema.optional(),
})
export type MessageListInput = z.infer<typeof messageListInputSchema>

export const messageLatestInputSchema = z.strictObject({ sessionId: idSchema, limit: limitSchema.optional() })
export type MessageLatestInput = z.infer<typeof messageLatestInputSchema>

export const messageStopInputSchema = z.strictObject({
  sessionId: idSchema,
  messageIds: z.array(idSchema).max(200, 'has more than 200 messages').optional(),
})
export type MessageStopInput = z.infer<typeof messageStopInputSchema>

/** Another text for an input: that one and what follows it are archived. It keeps its files where `attachmentIds` is absent. */
export const messageEditInputSchema = z.strictObject({ messageId: idSchema, ...inputFields })
export type MessageEditInput = z.infer<typeof messageEditInputSchema>

/** `modelId` is for this attempt alone: the window keeps its own. */
export const messageRetryInputSchema = z.strictObject({ messageId: idSchema, modelId: idSchema.optional() })
export type MessageRetryInput = z.infer<typeof messageRetryInputSchema>

/** Why an answer failed: the closed set behind `errorCode`, one text per code in every language of the web. */
export const answerErrorCodes = [
  'ADDRESS_REFUSED',
  'CONNECT_FAILED',
  'CONNECT_TIMEOUT',
  'FIRST_TOKEN_TIMEOUT',
  'IDLE_TIMEOUT',
  'TOTAL_TIMEOUT',
  'KEY_REFUSED',
  'QUOTA_EXCEEDED',
  'RATE_LIMITED',
  'MODEL_NOT_FOUND',
  'REQUEST_REFUSED',
  'CONTEXT_TOO_LONG',
  'UPSTREAM_ERROR',
  'WEB_PAGE',
  'REDIRECT',
  'BAD_RESPONSE',
  'CONNECTION_LOST',
  'ACCESS_LOST',
  'INTERNAL',
] as const
/** Why an answer failed. */
export type AnswerErrorCode = (typeof answerErrorCodes)[number]

/**
 * A row of a window. An assistant message answers the user message `replyToId`; of several attempts all but the latest
 * are `superseded`. Texts are UTF-16 strings, `cost` is a decimal string in the model's currency, times are milliseconds.
 */
export interface Message {
  id: string
  sessionId: string
  windowId: string
  seq: number
  role: 'system' | 'user' | 'assistant'
  content: string
  /** The files that an input came with; absent where there are none. */
  attachments?: Attachment[] | undefined
  reasoning: string
  status: MessageStatus
  finishReason: string | null
  errorCode: AnswerErrorCode | null
  errorMessage: string | null
  promptTokens: number | null
  completionTokens: number | null
  reasoningTokens: number | null
  usageEstimated: boolean
  cost: string | null
  currency: string | null
  ttftMs: number | null
  latencyMs: number | null
  /** How long the model reasoned before it spoke; null where it did not, or nobody could tell. */
  thinkingMs: number | null
  modelId: string | null
  modelName: string | null
  broadcastGroupId: string | null
  replyToId: string | null
  attempt: number
  superseded: boolean
  /** The rewind that took it out of its window's history, if one did. Lists have none of these. */
  archivedBy: string | null
  createdAt: string
  /** Of a pending answer, how many calls its model's endpoint takes until its own has been; null or absent where it does not wait. */
  waiting?: number | null | undefined
}

/** The newest messages of a window; its cursor leads to older ones by `message.list`. */
export interface WindowPage extends Page<Message> {
  windowId: string
}

/** One page for each window of a session, in the windows' order. */
export interface LatestMessages {
  windows: WindowPage[]
}

export const messageContextInputSchema = z.strictObject({ messageId: idSchema })

/**
 * What a model was sent for an answer: its parameters, and the messages in the order sent, the system message first. Text
 * files stand in `content` as they were quoted there; `images` are those that were sent with it.
 */
export interface MessageContext {
  messageId: string
  model: { id: string | null; name: string | null }
  params: ModelParams
  messages: { role: Message['role']; content: string; images?: Attachment[] | undefined }[]
  /**
   * Whether this was written down when it was sent. Otherwise, such as while the answer is still being written, it is put
   * together by the settings of now.
   */
  isRecorded: boolean
}

/** What was written in one window: an input and the pending answer to it. */
export interface Turn {
  windowId: string
  userMessageId: string
  assistantMessageId: string
}

/** What an input became in each window that it went to. */
export interface SendResult {
  broadcastGroupId: string
  turns: Turn[]
}
