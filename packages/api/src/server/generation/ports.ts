import type {
  ChatEndpoint,
  ChatMessage,
  ChatParams,
  ChatTimeouts,
  LlmClient,
  LlmError,
  Usage,
} from '@chatmore/llm'
import type {
  AnswerErrorCode,
  Attachment,
  Channel,
  Message,
  Price,
  Session,
  WatchEvent,
} from '../../contract/index.ts'

import type { KeptText } from './body-keeper.ts'

export type { LlmClient }

/** Who may write a run's row. Each UPDATE names both: a run taken over by another has a higher fence. */
export interface RunLease {
  owner: string
  fence: number
}

/** One upstream call: the answer it writes, on whose behalf, and where it goes. */
export interface Run {
  /** The answer's row as it was loaded. */
  message: Message
  userId: string
  workspaceId: string
  lease: RunLease
  endpoint: ChatEndpoint
  params: ChatParams
  timeouts: ChatTimeouts
  price: Price | null
  /** What the call log files it under, where it is no window's usual answer. */
  purpose?: 'merge' | 'relay' | null | undefined
}

/** How an upstream call ended; the run and its texts are added where it is stored. */
export type AnswerEnd = Omit<RunOutcome, 'run' | 'content' | 'reasoning'>

/** What a source tells of an answer as it comes. */
export interface AnswerListener {
  /** Aborted once the run is ended from outside. */
  signal: AbortSignal
  /** What the run ends as then. */
  abortedStatus: () => EndStatus
  onDelta: (channel: Channel, piece: string) => void
}

export interface SourceListener extends AnswerListener {
  /** How many calls its model's endpoint takes until the answer's own; null once that is made. */
  onPlace: (waiting: number | null) => void
}

/** Where an answer comes from that is no call of the engine's own. Never rejects: a failure is an end, too. */
export type AnswerSource = (listener: SourceListener) => Promise<AnswerEnd>

/** A message of a window as the model is sent it, and its place in the window. */
export interface ContextMessage {
  role: ChatMessage['role']
  content: string
  /** The files that an input came with. */
  attachments?: Attachment[] | undefined
  seq: number
}

/** A run with all that its request is built from. `history` is the window's own messages, oldest first, the input to answer last. */
export interface RunPlan extends Run {
  /** The user message that is answered. */
  input: Message
  systemMessage: string | null
  history: ContextMessage[]
  contextWindow: number | null
  /** Whether the model is sent images. */
  vision: boolean
  /** Whether what is sent and answered is kept; absent where not. */
  recordsBodies?: boolean | undefined
  /** How many calls its model's endpoint takes at a time; any number where absent or null. */
  maxConcurrent?: number | null | undefined
  /** Why the call cannot even be made; the answer then ends with this. */
  obstacle: LlmError | null
  /** Where the answer comes from; the engine calls the model itself where absent. */
  source?: AnswerSource | undefined
}

/** The text of an answer so far, for the row. */
export interface Checkpoint {
  messageId: string
  lease: RunLease
  content: string
  reasoning: string
}

export type EndStatus = 'done' | 'stopped' | 'error' | 'interrupted' | 'incomplete'

/**
 * What the model was sent for an answer, but for the texts that the window keeps: `messages` are the places in it of those
 * sent, in the order sent, as runs from one to another.
 */
export interface AskedWith {
  params: ChatParams
  systemMessage: string | null
  messages: [from: number, to: number][]
  /** Whether images were sent with them; absent where not. */
  vision?: true | undefined
}

/** How a run ended: the answer's end state and its row in the call log, written in one transaction. */
export interface RunOutcome {
  run: Run
  status: EndStatus
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
  /** From the first reasoning to the first content, or to the end. */
  thinkingMs: number | null
  /** Null where nothing was sent. */
  asked: AskedWith | null
  /** What was sent, where that is kept. */
  request?: Promise<KeptText> | undefined
  /** What was answered, where that is kept otherwise than as the texts. */
  response?: string | undefined
  /** The call that brought the answer, where it is not the one that the run was planned as. */
  asCalled?: CalledModel | undefined
  startedAt: Date
}

/** A call of another program's: the model that answered, the key it was asked with, and the relay's name that stood for it. */
export interface CalledModel {
  id: string
  name: string
  upstreamModel: string
  price: Price | null
  apiKeyId?: string | undefined
  relay?: { name: string; attempt: number } | undefined
}

export interface RunStore {
  /** Loads the plans of pending answers that this owner holds; one that was stopped or taken meanwhile is left out. */
  loadPlans(messageIds: string[]): Promise<RunPlan[]>
  /**
   * Writes texts so far, makes the answers `streaming` and renews their leases, in one statement. Leaves alone the rows
   * whose lease was lost or that have ended, and returns their ids.
   */
  checkpoint(checkpoints: Checkpoint[]): Promise<string[]>
  /** Writes the end state and the call. Null where the lease was lost: then nothing was written. */
  finish(outcome: RunOutcome): Promise<Message | null>
  /** Renews the leases of this owner's runs and returns the ids of those that it holds no longer. */
  renewLeases(messageIds: string[]): Promise<string[]>
  /** Ends as `interrupted` the answers whose lease has run out, and returns them. */
  interruptExpired(): Promise<Message[]>
  /** The session's answers in flight as the rows have them. */
  listInFlight(sessionId: string): Promise<Message[]>
  /** The ids of the session's messages created or ended since then, oldest first, at most the latest 10,000. */
  listChangedSince(sessionId: string, since: Date): Promise<string[]>
  /** Those of the messages that there are, in any order. */
  findMessages(messageIds: string[]): Promise<Message[]>
  /** What files hold, by their ids; one that is gone is left out. Two that ask at once share the bytes. */
  readFiles(fileIds: string[]): Promise<Map<string, Buffer>>
  findSession(sessionId: string): Promise<Session | null>
  /** The database's time, by which changes are dated: the clocks of several instances may differ, or jump. */
  readTime(): Promise<Date>
}

/** Carries a session's events between those who make them and those who watch, on one instance or several. */
export interface EventBus {
  publish(sessionId: string, event: WatchEvent): void
  /** Calls back for each event in the order published, until the returned function is called. */
  subscribe(sessionId: string, listener: (event: WatchEvent) => void): () => void
}

/** Time, so that tests can hold it. */
export interface Clock {
  /** The machine's time of day, to date things. It may jump, so nothing is measured or awaited by it. */
  now(): Date
  /** Milliseconds since some moment; they only ever go on. */
  monotonic(): number
  /** Calls back once after so many milliseconds; the returned function cancels. */
  schedule(delayMs: number, callback: () => void): () => void
}
