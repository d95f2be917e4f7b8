import type { Database } from '../../database.ts'
import { newId } from '../../new-id.ts'
import type { Scope } from '../../records/scope.ts'
import type { VoteRecord, VoteValues } from '../../records/vote.ts'
import { votes } from '../../schema/votes.ts'
import { findVote } from './find-vote.ts'

/** Writes the user's vote on a broadcast, in place of an earlier one. The unique key keeps it to one. */
export async function castVote(db: Database, scope: Scope, values: VoteValues): Promise<VoteRecord> {
  const { sessionId, broadcastGroupId, ...opinion } = values
  const now = new Date()
  const row = { id: newId(), userId: scope.userId, sessionId, broadcastGroupId, createdAt: now }
  await db
    .insert(votes)
    .values({ ...row, ...opinion, updatedAt: now })
    .onDuplicateKeyUpdate({ set: { ...opinion, updatedAt: now } })
  const vote = await findVote(db, scope, broadcastGroupId)
  if (!vote) throw new Error(`The vote on ${broadcastGroupId} is not there after it was written.`)
  return vote
}
