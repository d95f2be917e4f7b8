import type { Channel, ChatWindow, Message, ModelParams } from '@chatmore/api/contract'

/** What is asked, whomever. */
export interface AskContent {
  /** The input, as it is typed. May be empty where there are files. */
  content: string
  /** Ids of files that `uploadFile` gave, in the order shown. */
  attachmentIds?: string[] | undefined
}

/** Asks models side by side in a new session, a window each. */
export interface AskModelsInput extends AskContent {
  /**
   * Names of models, as ChatMore shows them, or their ids: one window each, in this order. A name that several enabled models
   * have is refused: name one of them by its id.
   */
  models: string[]
  sessionId?: undefined
  /** The session's title; without one it has the beginning of the input. */
  title?: string | undefined
  /** Comes before everything else in every window. */
  systemMessage?: string | undefined
  /** Sampling parameters of every window, over the models' own. */
  params?: ModelParams | undefined
  /** Hides which window has which model until someone votes or reveals them. */
  blind?: boolean | undefined
  windowIds?: undefined
}

/** Goes on with a session that there is. */
export interface AskSessionInput extends AskContent {
  sessionId: string
  models?: undefined
  title?: undefined
  systemMessage?: undefined
  params?: undefined
  blind?: undefined
  /** Asks these windows alone, rather than all that take inputs to all. */
  windowIds?: string[] | undefined
}

/** What `ask` takes: models for a new session, or the id of one to go on with. */
export type AskInput = AskModelsInput | AskSessionInput

/** How to be done with an `ask` before its answers are. */
export interface AskOptions {
  /** Aborting ends the loop and the result, which throw the signal's reason, and stops the answers. */
  signal?: AbortSignal | undefined
  /** Answers that nobody waits for any more go on at the server, rather than being stopped. They stay in their windows. */
  keepAnswers?: boolean | undefined
}

/** The server has the input: from here on it is answered, whatever becomes of the connection. Comes first, once. */
export interface AskStartEvent {
  type: 'start'
  sessionId: string
  /** Names this input and its answers, for `message.broadcast` and `vote.cast`. */
  broadcastGroupId: string
  /** The windows asked, in the session's order. */
  windows: ChatWindow[]
}

/** An answer waits, or has begun. `waiting` is how many calls its model's endpoint takes before, null where it does not wait. */
export interface AskStatusEvent {
  type: 'status'
  window: ChatWindow
  status: 'pending' | 'streaming'
  waiting: number | null
}

/** The next piece of an answer, or of the reasoning before it. A slow loop gets fewer and longer pieces: none is lost. */
export interface AskDeltaEvent {
  type: 'delta'
  window: ChatWindow
  channel: Channel
  text: string
}

/** An answer has ended: with `done`, or with a failure, which its `status`, `errorCode` and `errorMessage` tell. */
export interface AskEndEvent {
  type: 'end'
  window: ChatWindow
  answer: Message
}

/** What happens while models answer; the windows' events mix as they come. */
export type AskEvent = AskStartEvent | AskStatusEvent | AskDeltaEvent | AskEndEvent

/** How an `ask` ended. That a model failed is an answer with the status `error`, beside the others. */
export interface AskResult {
  sessionId: string
  broadcastGroupId: string
  /** The ended answers, in the order of the windows. One whose window was removed meanwhile is not among them. */
  answers: Message[]
  /** The same by the ids of their windows. */
  byWindow: Record<string, Message>
}

/**
 * An input on its way, and its answers: to loop over, to await, or both.
 *
 * It begins at once. A loss of the connection shows as a pause: what was missed comes after it. The loop and the result
 * throw what the server refused (see `isAppError`) and the reason of the `signal`.
 *
 * Leaving the loop before its end is being done with it: if nobody has asked for the result by then, the answers are stopped,
 * or go on with `keepAnswers`, and the result rejects with an `AbortError`.
 *
 * It can be awaited like a promise. Mind that an `async` function which returns it returns its result.
 */
export interface Asking extends AsyncIterable<AskEvent>, PromiseLike<AskResult> {
  /** Resolves when the last answer has ended. */
  readonly result: Promise<AskResult>
}
