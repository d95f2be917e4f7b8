import type { CallPurpose } from './call-source.ts'
import type { AttachmentRecord } from './file.ts'
import type { ModelConfigRow, ModelParams } from './model-config.ts'
import type { Page, PageRequest } from './page.ts'

/** How an answer may end. */
export type EndStatus = 'done' | 'stopped' | 'error' | 'interrupted' | 'incomplete'
export type MessageStatus = 'pending' | 'streaming' | EndStatus

/** The API's codes for a failed answer; the table takes any word. */
export type AnswerErrorCode =
  | 'ADDRESS_REFUSED'
  | 'CONNECT_FAILED'
  | 'CONNECT_TIMEOUT'
  | 'FIRST_TOKEN_TIMEOUT'
  | 'IDLE_TIMEOUT'
  | 'TOTAL_TIMEOUT'
  | 'KEY_REFUSED'
  | 'QUOTA_EXCEEDED'
  | 'RATE_LIMITED'
  | 'MODEL_NOT_FOUND'
  | 'REQUEST_REFUSED'
  | 'CONTEXT_TOO_LONG'
  | 'UPSTREAM_ERROR'
  | 'WEB_PAGE'
  | 'REDIRECT'
  | 'BAD_RESPONSE'
  | 'CONNECTION_LOST'
  | 'ACCESS_LOST'
  | 'INTERNAL'

export interface MessageRecord {
  id: string
  sessionId: string
  windowId: string
  seq: number
  role: 'system' | 'user' | 'assistant'
  content: string
  /** Absent where there are none. */
  attachments?: AttachmentRecord[] | undefined
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
  /** How long the model reasoned before it spoke. */
  thinkingMs: number | null
  modelId: string | null
  modelName: string | null
  broadcastGroupId: string | null
  replyToId: string | null
  attempt: number
  superseded: boolean
  archivedBy: string | null
  createdAt: string
}

/**
 * What a model was sent for an answer. `messages` are the places in the window of the messages sent, in the order sent, as
 * runs from one place to another: messages never change once they have ended, so that their places are enough.
 */
export interface AskedWith {
  params: ModelParams
  systemMessage: string | null
  messages: [from: number, to: number][]
  /** Whether images were sent with them; absent where not. */
  vision?: true | undefined
}

/** An answer, and what its model was sent for it where that was written down. */
export interface AskedAnswer {
  sessionId: string
  windowId: string
  modelId: string | null
  modelName: string | null
  asked: AskedWith | null
}

export interface MessageListRequest extends PageRequest {
  windowId: string
}

export interface LatestMessagesRequest {
  sessionId: string
  /** Of each window: 1 to 100; 50 where absent. */
  limit?: number | undefined
}

/** The newest messages of a window. */
export interface WindowPageRecord extends Page<MessageRecord> {
  windowId: string
}

export interface TurnRecord {
  windowId: string
  userMessageId: string
  assistantMessageId: string
}

export interface SendResultRecord {
  broadcastGroupId: string
  turns: TurnRecord[]
}

/** A message of a window as the context needs it. */
export interface HistoryRow {
  id: string
  seq: number
  role: 'system' | 'user' | 'assistant'
  content: string
  attachments?: AttachmentRecord[] | undefined
  status: MessageRecord['status']
  replyToId: string | null
  attempt: number
}

/** A session as sending, retrying and arranging windows see it. */
export interface LockedSession {
  id: string
  title: string
  initialBroadcastDone: boolean
  workspaceId: string
}

export interface EarlierBroadcast {
  requestHash: string
  result: SendResultRecord
}

export interface TargetModel {
  id: string
  name: string
  enabled: boolean
  isDemo: boolean
  /** Whether who asks may use it. */
  isPermitted: boolean
  removed: boolean
}

/** A window that a message may go to. `nextSeq` is the place of its next message, unless another comes first. */
export interface TargetWindow {
  id: string
  name: string
  useGlobalInput: boolean
  model: TargetModel
  runningMessageId: string | null
  nextSeq: number
}

export interface BroadcastRequest {
  sessionId: string
  clientMessageId: string
  /** Where it goes; to the windows that take the global input where absent. */
  windowIds?: string[] | undefined
}

/** A window that a message may go to, with all that its answer needs to be run. */
export interface SendWindow extends TargetWindow {
  position: number
  params: ModelParams
  systemMessage: string | null
  modelConfig: ModelConfigRow
  /** Oldest first; empty where the message does not go there. */
  history: HistoryRow[]
}

export interface BroadcastState {
  session: LockedSession & { userId: string; systemMessage: string | null }
  earlier: EarlierBroadcast | null
  /** In their order. */
  windows: SendWindow[]
}

/** What was written for one window. */
export interface WrittenTurn {
  input: MessageRecord
  answer: MessageRecord
}

export interface AppendedTurns {
  result: SendResultRecord
  turns: WrittenTurn[]
}

export interface AppendTurnsValues {
  sessionId: string
  clientMessageId: string
  /** SHA-256 of the send's input in lower-case hexadecimal. */
  requestHash: string
  content: string
  attachments?: AttachmentRecord[] | undefined
  windows: Pick<TargetWindow, 'id' | 'model' | 'nextSeq'>[]
  /** Of the broadcast that it belongs to; one of its own where absent. */
  broadcastGroupId?: string | null | undefined
  /** Holds the lease of the answers: the instance that will run them. */
  owner: string
  /** What the answers are asked for, where they are no windows' usual ones. */
  purpose?: CallPurpose | undefined
}

export interface AppendAttemptValues {
  messageId: string
  owner: string
  /** The model of this attempt; the window's own where absent. */
  model?: Pick<TargetModel, 'id' | 'name'> | undefined
  /** Whether the window's model may be called now. */
  mayUse: (model: TargetModel) => boolean
  /** What it is asked for, where that is not somebody's wish for another attempt. */
  purpose?: CallPurpose | undefined
}

/** `supersededIds`: the earlier attempts that this one took the place of just now. */
export type AppendAttemptResult =
  | {
      outcome: 'appended'
      sessionId: string
      windowId: string
      assistantMessageId: string
      supersededIds: string[]
    }
  | { outcome: 'busy'; sessionId: string; windowId: string; runningMessageId: string }
  | { outcome: 'modelUnavailable'; sessionId: string; window: TargetWindow }
