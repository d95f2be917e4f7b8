import { and, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/mysql-core'
import type { Database } from '../../database.ts'
import type { Rights, RightsQuestion } from '../../records/rights.ts'
import { apiKeys } from '../../schema/api-keys.ts'
import { authSessions } from '../../schema/auth-sessions.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { users } from '../../schema/users.ts'
import { isGoodKey } from '../api-keys/is-good-key.ts'
import { isActive } from '../users/is-active.ts'
import { databaseNow } from '../database-now.ts'
import { mayUseModel } from '../models/may-use-model.ts'
import { sessionInScope } from '../in-scope.ts'

const nothing = sql<string | null>`NULL`
// The first part of a UNION says how its columns are read.
const noRanges = sql<string[] | null>`NULL`.mapWith(apiKeys.ipRanges).as('ip_ranges')

/** Reads the rights of many at once: one statement, however many they are. */
export async function findRights(db: Database, question: RightsQuestion): Promise<Rights> {
  const rows = await unionAll(
    signIns(db, question),
    keys(db, question),
    sessions(db, question),
    models(db, question),
  )
  const rights: Rights = { holders: new Map(), owners: new Map(), models: new Map() }
  for (const { kind, found, userId, apiKeyId, keyHash, ipRanges } of rows) {
    if (kind === 'model') rights.models.set(found, (rights.models.get(found) ?? new Set()).add(keyHash ?? ''))
    else if (kind === 'session') rights.owners.set(found, userId)
    else rights.holders.set(found, { userId, apiKeyId, ipRanges })
  }
  return rights
}

function signIns(db: Database, { signIns: hashes, signedInAfter }: RightsQuestion) {
  return db
    .select({
      kind: sql<string>`'signIn'`.as('kind'),
      found: sql<string>`${authSessions.id}`.as('found'),
      userId: users.id,
      apiKeyId: nothing.as('api_key_id'),
      keyHash: nothing.as('key_hash'),
      ipRanges: noRanges,
    })
    .from(authSessions)
    .innerJoin(users, eq(users.id, authSessions.userId))
    .where(
      and(
        inArray(authSessions.id, hashes),
        gt(authSessions.expiresAt, databaseNow),
        gt(authSessions.createdAt, signedInAfter),
        isActive,
      ),
    )
}

function keys(db: Database, { apiKeys: hashes }: RightsQuestion) {
  return db
    .select({
      kind: sql<string>`'apiKey'`.as('kind'),
      found: sql<string>`${apiKeys.keyHash}`.as('found'),
      userId: users.id,
      apiKeyId: sql<string | null>`${apiKeys.id}`.as('api_key_id'),
      keyHash: nothing.as('key_hash'),
      ipRanges: sql<string[] | null>`${apiKeys.ipRanges}`.mapWith(apiKeys.ipRanges).as('ip_ranges'),
    })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .where(and(inArray(apiKeys.keyHash, hashes), isGoodKey, isActive))
}

/** Each session's own user is asked for here, so that the rule is the one of every other read. */
function sessions(db: Database, { sessions: ids }: RightsQuestion) {
  return db
    .select({
      kind: sql<string>`'session'`.as('kind'),
      found: sql<string>`${chatSessions.id}`.as('found'),
      userId: users.id,
      apiKeyId: nothing.as('api_key_id'),
      keyHash: nothing.as('key_hash'),
      ipRanges: noRanges,
    })
    .from(chatSessions)
    .innerJoin(users, eq(users.id, chatSessions.userId))
    .where(and(inArray(chatSessions.id, ids), sessionInScope({ userId: users.id })))
}

/** For each of the models the keys that it is for. */
function models(db: Database, { apiKeys: hashes, models: ids }: RightsQuestion) {
  const isForKey = or(
    isNull(apiKeys.modelIds),
    sql`JSON_CONTAINS(${apiKeys.modelIds}, JSON_QUOTE(${modelConfigs.id}))`,
  )
  return (
    db
      .select({
        kind: sql<string>`'model'`.as('kind'),
        found: sql<string>`${modelConfigs.id}`.as('found'),
        userId: users.id,
        apiKeyId: sql<string | null>`${apiKeys.id}`.as('api_key_id'),
        keyHash: sql<string | null>`${apiKeys.keyHash}`.as('key_hash'),
        ipRanges: noRanges,
      })
      .from(apiKeys)
      .innerJoin(users, eq(users.id, apiKeys.userId))
      .innerJoin(modelConfigs, and(inArray(modelConfigs.id, ids), isNull(modelConfigs.removedAt)))
      // By a column of this query's own: within the condition `users` is another one's.
      .where(and(inArray(apiKeys.keyHash, hashes), isForKey, mayUseModel(apiKeys.userId)))
  )
}
