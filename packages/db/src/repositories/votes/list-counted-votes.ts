import { and, desc, eq, inArray } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { Scope } from '../../records/scope.ts'
import type { CountedVote } from '../../records/vote.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { votes } from '../../schema/votes.ts'
import { sessionInScope } from '../in-scope.ts'
import { hasTag } from '../sessions/session-page.ts'

/** More votes than a person casts; older ones than that no longer count. */
const MAX_VOTES = 20_000

/** The user's votes, with what each was about, the newest first; of sessions with this tag alone, if one is named. */
export function listCountedVotes(
  db: Database,
  scope: Scope,
  tag?: string | undefined,
): Promise<CountedVote[]> {
  return db
    .select({ verdict: votes.verdict, messageId: votes.messageId, contestants: votes.contestants })
    .from(votes)
    .innerJoin(chatSessions, eq(chatSessions.id, votes.sessionId))
    .where(and(eq(votes.userId, scope.userId), hasTag(db, tag), sessionInScope(scope)))
    .orderBy(desc(votes.id))
    .limit(MAX_VOTES)
}

/** The names of models, of removed ones too. */
export async function listModelNames(db: Database, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: modelConfigs.id, name: modelConfigs.name })
    .from(modelConfigs)
    .where(inArray(modelConfigs.id, ids))
  return new Map(rows.map(({ id, name }) => [id, name]))
}
