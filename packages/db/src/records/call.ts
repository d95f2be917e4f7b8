import type { CallSource } from './call-source.ts'
import type { AnswerErrorCode, EndStatus } from './message.ts'
import type { Price } from './model-config.ts'
import type { Page, PageRequest } from './page.ts'

/** What a call was sent and what it answered, deflated; null of what there was none. Sizes are in bytes, before that. */
export interface CallBodies {
  request: Buffer | null
  answer: Buffer | null
  requestSize: number
  answerSize: number
  /** Whether one of them was longer than is kept. */
  isCut: boolean
}

/** Whose calls are seen: those of one user, or everyone's. */
export interface CallScope {
  userId: string | null
}

export interface CallFilter {
  userId?: string | undefined
  modelId?: string | undefined
  source?: CallSource | undefined
  status?: EndStatus | undefined
  /** From this moment on, and before that one. */
  from?: Date | undefined
  to?: Date | undefined
  search?: string | undefined
}

export interface CallListRequest extends CallFilter, PageRequest {}

export interface CallRecord {
  id: string
  source: CallSource
  userId: string
  userName: string | null
  workspaceId: string
  sessionId: string | null
  messageId: string | null
  /** The API key that another program asked with; its name is null of one that is gone with its user. */
  apiKeyId: string | null
  apiKeyName: string | null
  relayName: string | null
  relayAttempt: number | null
  modelId: string | null
  modelName: string | null
  upstreamModel: string
  status: EndStatus
  finishReason: string | null
  httpStatus: number | null
  errorCode: AnswerErrorCode | null
  errorDetail: string | null
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

/** `isPartial`: there may be more than `nextCursor` being there tells, for only so much was looked at. */
export interface CallPageRecord extends Page<CallRecord> {
  isPartial: boolean
}
