import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { toLimit } from '../../paging/to-page.ts'
import type { CallListRequest, CallPageRecord, CallScope } from '../../records/call.ts'
import { apiKeys } from '../../schema/api-keys.ts'
import { calls } from '../../schema/calls.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { messages } from '../../schema/messages.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { users } from '../../schema/users.ts'
import { callColumns, toCallRecord } from './call-columns.ts'
import {
  comesAfter,
  isNotPast,
  newestFirst,
  planCalls,
  toCallCursor,
  type CallPlan,
  type CallPosition,
} from './call-conditions.ts'

/** So many calls one page looks at, where each has to be: with a search their answers are read. */
const MOST_LOOKED_AT = 20_000
const MOST_READ = 5_000

/**
 * Calls, the newest first. Where no index finds them all, a page looks at so many and no more, so that it comes at once
 * however many calls there are: a cursor goes on from there, though the page may be short of its limit.
 */
export async function listCalls(
  db: Database,
  scope: CallScope,
  request: CallListRequest & { most?: number },
): Promise<CallPageRecord> {
  const limit = toLimit(request.limit)
  const plan = planCalls(scope, request)
  const along = and(plan.along, comesAfter(request.cursor))
  const most = request.most ?? (request.search ? MOST_READ : MOST_LOOKED_AT)
  const end = plan.rest && (await findEnd(db, { ...plan, along }, most))
  const rows = await select(db, { ...plan, along: end ? and(along, isNotPast(end)) : along }, limit + 1)
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1)?.call : end
  const isPartial = rows.length <= limit && last !== undefined && last !== null
  return { items: items.map(toCallRecord), nextCursor: last ? toCallCursor(last) : null, isPartial }
}

/** The last call that is looked at; null where that is the last of all. */
async function findEnd(db: Database, { index, along }: CallPlan, most: number): Promise<CallPosition | null> {
  const [row] = await db
    .select({ id: calls.id, createdAt: calls.createdAt })
    .from(calls, { forceIndex: index })
    .where(along)
    .orderBy(...newestFirst)
    .limit(1)
    .offset(most - 1)
  return row ?? null
}

function select(db: Database, { index, along, rest }: CallPlan, limit: number) {
  return db
    .select(callColumns)
    .from(calls, { forceIndex: index })
    .leftJoin(modelConfigs, eq(modelConfigs.id, calls.modelId))
    .leftJoin(users, and(eq(users.id, calls.userId), isNull(users.removedAt)))
    .leftJoin(apiKeys, eq(apiKeys.id, calls.apiKeyId))
    .leftJoin(chatSessions, eq(chatSessions.id, calls.sessionId))
    .leftJoin(messages, eq(messages.id, calls.messageId))
    .where(and(along, rest))
    .orderBy(...newestFirst)
    .limit(limit)
}
