import type { AttachmentRecord } from './file.ts'
import type { MessageRecord, MessageStatus } from './message.ts'
import type { PageRequest } from './page.ts'

export type VoteVerdict = 'best' | 'tie' | 'none'

/** An answer that a vote was about, and the model that gave it. */
export interface VoteContestant {
  messageId: string
  modelId: string
}

export interface VoteRecord {
  sessionId: string
  broadcastGroupId: string
  verdict: VoteVerdict
  /** The best answer; null for the other verdicts. */
  messageId: string | null
  note: string
  /** Whether the models were hidden when it was cast. */
  blind: boolean
  createdAt: string
  updatedAt: string
}

export interface VoteValues {
  sessionId: string
  broadcastGroupId: string
  verdict: VoteVerdict
  messageId: string | null
  note: string
  contestants: VoteContestant[]
  blind: boolean
}

export interface VoteListRequest extends PageRequest {
  sessionId: string
}

/** An answer that is to be merged with others, what it answers, and where it stands. */
export interface MergeSource {
  messageId: string
  windowId: string
  windowName: string
  status: MessageStatus
  question: string
  /** The files that the question came with. */
  attachments: AttachmentRecord[] | null
  content: string
}

/** A vote as the standing counts it. */
export interface CountedVote {
  verdict: VoteVerdict
  messageId: string | null
  contestants: VoteContestant[]
}

/** An input that went to several windows, or to one, and what became of it in each, in the windows' order. */
export interface BroadcastRecord {
  sessionId: string
  broadcastGroupId: string
  inputs: MessageRecord[]
  /** The latest attempt in each window. */
  answers: MessageRecord[]
}
