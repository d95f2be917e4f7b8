import type { VoteRecord } from '../../records/vote.ts'
import { votes } from '../../schema/votes.ts'

export const voteColumns = {
  sessionId: votes.sessionId,
  broadcastGroupId: votes.broadcastGroupId,
  verdict: votes.verdict,
  messageId: votes.messageId,
  note: votes.note,
  blind: votes.blind,
  createdAt: votes.createdAt,
  updatedAt: votes.updatedAt,
}

type VoteRow = Omit<VoteRecord, 'createdAt' | 'updatedAt'> & { createdAt: Date; updatedAt: Date }

export function toVote({ createdAt, updatedAt, ...vote }: VoteRow): VoteRecord {
  return { ...vote, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() }
}
