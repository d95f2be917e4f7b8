import type { ChatEndpoint, ChatMessage, ChatParams, ChatTimeouts, LlmClient, Usage } from '@chatmore/llm'
import type { AnswerErrorCode, Message, Price, Session, WatchEvent } from '../../contract/index.ts'

export type { LlmClient }

/** Who may write a run's row. Each UPDATE names both: a run taken over by another has a higher fence. */
export interface RunLease {
  owner: string
  fence: number
}

/** All that one upstream call needs. `history` is the window's own messages, oldest first, the input to answer last. */
export interface RunPlan {
  message: Message
  userId: string
  workspaceId: string
  lease: RunLease
  endpoint: ChatEndpoint
  params: ChatParams
  timeouts: ChatTimeouts
  systemMessage: string | null
  history: ChatMessage[]
  contextWindow: number | null
  price: Price | null
}

/** The text of an answer so far, for the row. */
export interface Checkpoint {
  messageId: string
  lease: RunLease
  content: string
  reasoning: string
}

/** How a run ended: the answer's end state and its row in the call log, written in one transaction. */
export interface RunOutcome {
  plan: RunPlan
  status: 'done' | 'stopped' | 'error' | 'interrupted' | 'incomplete'
  content: string
  reasoning: string
  finishReason: string | null
  errorCode: AnswerErrorCode | null
  errorMessage: string | null
  /** For the call log alone: the endpoint's own words, redacted. */
  errorDetail: string | null
  httpStatus: number | null
  usage: Usage | null
  ttftMs: number | null
  latencyMs: number
  startedAt: Date
}

export interface RunStore {
  /** Loads the plans of pending answers that this owner holds; one that was stopped or taken meanwhile is left out. */
  loadPlans(messageIds: string[]): Promise<RunPlan[]>
  /** Writes texts so far and renews the leases, in one statement; rows whose lease was lost are left alone. */
  checkpoint(checkpoints: Checkpoint[]): Promise<void>
  /** Writes the end state and the call. Null where the lease was lost: then nothing was written. */
  finish(outcome: RunOutcome): Promise<Message | null>
  /** Renews the leases of this owner's runs. */
  renewLeases(messageIds: string[]): Promise<void>
  /** Ends as `interrupted` the answers whose lease has run out, and returns them. */
  interruptExpired(): Promise<Message[]>
  /** The session's answers in flight as the rows have them. */
  listInFlight(sessionId: string): Promise<Message[]>
  /** The session's messages created or ended since then, at most the latest 500. */
  listChangedSince(sessionId: string, since: Date): Promise<Message[]>
  findMessage(messageId: string): Promise<Message | null>
  findSession(sessionId: string): Promise<Session | null>
}

/** Carries a session's events between those who make them and those who watch, on one instance or several. */
export interface EventBus {
  publish(sessionId: string, event: WatchEvent): void
  /** Calls back for each event in the order published, until the returned function is called. */
  subscribe(sessionId: string, listener: (event: WatchEvent) => void): () => void
}

/** Time, so that tests can hold it. */
export interface Clock {
  now(): Date
  /** Calls back once after so many milliseconds; the returned function cancels. */
  schedule(delayMs: number, callback: () => void): () => void
}
