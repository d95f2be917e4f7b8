import type { TargetModel } from './message.ts'

export interface CatchUpRequest {
  windowId: string
  fromWindowId: string
}

export interface StartCatchUpRequest extends CatchUpRequest {
  owner: string
  /** Whether the window's model may be called now. */
  mayUse: (model: TargetModel) => boolean
}

/** `assistantMessageId`: another attempt at the answer that held it up, to be run. */
export interface StartedCatchUp {
  sessionId: string
  assistantMessageId: string | null
}

/** A window that is being given another's inputs, and on whose behalf. */
export interface RunningCatchUp {
  windowId: string
  userId: string
}

export interface AdvanceRequest extends RunningCatchUp {
  owner: string
  mayUse: (model: TargetModel) => boolean
}

/** `waiting`: its last turn is still being answered. `begun`: there is an answer to run. */
export type AdvanceOutcome =
  | { outcome: 'waiting' | 'over'; sessionId: null }
  | { outcome: 'changed'; sessionId: string }
  | { outcome: 'begun'; sessionId: string; assistantMessageId: string }
