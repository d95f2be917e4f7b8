import { z } from 'zod'
import { cleanText } from './clean-text.ts'
import { idSchema } from './id.ts'
import { clientMessageIdSchema, type AnswerErrorCode, type SendResult } from './message.ts'
import type { Price } from './model.ts'
import { momentSchema } from './moment.ts'
import { cursorSchema, limitSchema, type Page } from './page.ts'
import { MAX_WINDOWS } from './window.ts'

/** What a call was made for: an answer, another attempt at one, one made of several, a title, a model's test or list. */
export const callSources = ['window', 'retry', 'merge', 'title', 'test', 'discover', 'relay'] as const
/** What a call to a model was made for. */
export type CallSource = (typeof callSources)[number]

/** A call has ended one way or the other before it is in the log. */
export const callStatuses = ['done', 'stopped', 'error', 'interrupted', 'incomplete'] as const
/** How a call to a model ended. */
export type CallStatus = (typeof callStatuses)[number]

const filterFields = {
  userId: idSchema.optional(),
  modelId: idSchema.optional(),
  source: z.enum(callSources, `is not one of ${callSources.join(', ')}`).optional(),
  status: z.enum(callStatuses, `is not one of ${callStatuses.join(', ')}`).optional(),
  /** From this moment on, and before that one: by when calls ended. */
  from: momentSchema.optional(),
  to: momentSchema.optional(),
  /** In the model's name, in what went wrong, in the answer. */
  search: z.string().max(200, 'is longer than 200 characters').transform(cleanText).optional(),
}

export const callFilterSchema = z.strictObject(filterFields)
/** Which calls of the log are meant: those that fit all fields given. */
export type CallFilter = z.infer<typeof callFilterSchema>

export const callListInputSchema = z.strictObject({
  ...filterFields,
  cursor: cursorSchema.nullish(),
  limit: limitSchema.optional(),
})
export type CallListInput = z.infer<typeof callListInputSchema>

/**
 * A call to a model. `cost` is an exact decimal string in `currency`, by the price of the time; `usageEstimated` where the
 * endpoint told no tokens and they were counted here. Times are milliseconds; `createdAt` is when it ended.
 */
export interface Call {
  id: string
  source: CallSource
  userId: string
  /** Null of a user who is gone. */
  userName: string | null
  workspaceId: string
  sessionId: string | null
  messageId: string | null
  modelId: string | null
  modelName: string | null
  upstreamModel: string | null
  /** What the relay was asked for, where a name stands for several models, and as which of them this one was asked. */
  relayName: string | null
  relayAttempt: number | null
  /** The API key that another program asked with, and what it is called; null of one that is gone with its user. */
  apiKeyId: string | null
  apiKeyName: string | null
  status: CallStatus
  finishReason: string | null
  httpStatus: number | null
  errorCode: AnswerErrorCode | null
  promptTokens: number | null
  completionTokens: number | null
  reasoningTokens: number | null
  cachedTokens: number | null
  usageEstimated: boolean
  price: Price | null
  cost: string | null
  currency: string | null
  ttftMs: number | null
  latencyMs: number | null
  startedAt: string
  createdAt: string
}

/** What went over the wire, as text; `isCut` where it was longer than is kept, and ends where that was full. */
export interface CallBodies {
  request: string | null
  response: string | null
  requestSize: number
  responseSize: number
  isCut: boolean
}

/**
 * Why the request of a call cannot be asked again: the models of its session are hidden, nothing was recorded or it is
 * recorded no longer, it was cut, it is no conversation that ends with an input, or it had images that the caller has no
 * more.
 */
export const replayObstacles = ['hidden', 'unrecorded', 'cut', 'noInput', 'images'] as const
/** Why the request of a call cannot be asked again. */
export type ReplayObstacle = (typeof replayObstacles)[number]

/** A call with what went over the wire, where that is on record. */
export interface CallDetail extends Call, CallBodies {
  /** The endpoint's own words, for administrators alone. */
  errorDetail: string | null
  /** Whether what went over the wire was kept, and is still. */
  isRecorded: boolean
  /** Null where `callLog.replay` can ask it again. */
  replayObstacle: ReplayObstacle | null
}

/** Asks what a call asked of other models, side by side. With `withParams`, by the parameters of then as well. */
export const callReplayInputSchema = z.strictObject({
  id: idSchema,
  modelIds: z
    .array(idSchema)
    .min(1, 'is empty: choose at least one model')
    .max(MAX_WINDOWS, `has more than ${MAX_WINDOWS} windows`),
  withParams: z.boolean().optional(),
  /** Repeated, it leads to the same session. */
  clientMessageId: clientMessageIdSchema,
})
export type CallReplayInput = z.infer<typeof callReplayInputSchema>

/** The new session, a window a model in the order asked for. */
export interface ReplayResult extends SendResult {
  sessionId: string
}

/**
 * The newest first. Where a search or several filters leave few, a page may hold less than asked for, or nothing, and still
 * have a cursor that goes on: then it `isPartial`.
 */
export interface CallPage extends Page<Call> {
  isPartial: boolean
}
