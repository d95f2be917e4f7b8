import type { AttachmentRecord } from './file.ts'
import type { TargetWindow } from './message.ts'

/** Messages of one window that were archived at once. */
export interface RewindRecord {
  id: string
  windowId: string
  /** The `seq` of the input that they follow, 0 for the beginning. */
  afterSeq: number
  messageCount: number
  /** How the first of them begins. */
  preview: string
  createdAt: string
}

export interface WindowPlace {
  sessionId: string
  windowId: string
}

/** `busy`: an answer is in flight there, and nothing was written. */
export type RewindOutcome =
  | (WindowPlace & { outcome: 'rewound'; rewindId: string | null })
  | (WindowPlace & { outcome: 'busy'; runningMessageId: string })

/** `superseded`: what they stood behind is archived itself, so that they have no place to return to. */
export type UndoRewindOutcome = RewindOutcome | (WindowPlace & { outcome: 'superseded' })

export interface RewindRequest {
  windowId: string
  /** The input from which on messages are archived; all of them where absent. */
  messageId?: string | undefined
}

export interface EditRequest {
  sessionId: string
  clientMessageId: string
  requestHash: string
  content: string
  attachments?: AttachmentRecord[] | undefined
  /** The input that the new one takes the place of. */
  replaced: { id: string; seq: number }
  window: Pick<TargetWindow, 'id' | 'model' | 'nextSeq'>
  owner: string
}
