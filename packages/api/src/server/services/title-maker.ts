import type { Scope } from '@chatmore/db'

export interface TitleRequest {
  scope: Scope
  workspaceId: string
  sessionId: string
  /** The first input. */
  content: string
  /** The answers to it: a title waits for them. */
  messageIds: string[]
}

/** Makes titles in the background for whoever chose a model for that. Nothing waits for it, and nothing fails with it. */
export interface TitleMaker {
  make(request: TitleRequest): void
  /** Ends what is under way, and makes no more. */
  stop(): void
}
