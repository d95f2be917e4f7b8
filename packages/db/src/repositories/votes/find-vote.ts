import { and, eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { Scope } from '../../records/scope.ts'
import type { VoteRecord } from '../../records/vote.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { votes } from '../../schema/votes.ts'
import { sessionInScope } from '../in-scope.ts'
import { toVote, voteColumns } from './vote-columns.ts'

/** The user's vote on a broadcast, or null. */
export async function findVote(
  db: Database,
  scope: Scope,
  broadcastGroupId: string,
): Promise<VoteRecord | null> {
  const [row] = await db
    .select(voteColumns)
    .from(votes)
    .innerJoin(chatSessions, eq(chatSessions.id, votes.sessionId))
    .where(
      and(
        eq(votes.userId, scope.userId),
        eq(votes.broadcastGroupId, broadcastGroupId),
        sessionInScope(scope),
      ),
    )
  return row ? toVote(row) : null
}
