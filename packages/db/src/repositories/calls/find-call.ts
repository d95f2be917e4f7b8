import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { CallBodies, CallRecord, CallScope } from '../../records/call.ts'
import { apiKeys } from '../../schema/api-keys.ts'
import { callBodies } from '../../schema/call-bodies.ts'
import { calls } from '../../schema/calls.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { users } from '../../schema/users.ts'
import { callColumns, toCallRecord } from './call-columns.ts'

/** A call with what went over the wire, where that was kept. Null where there is none, or it is not to be seen. */
export async function findCall(
  db: Database,
  scope: CallScope,
  id: string,
): Promise<{ call: CallRecord; bodies: CallBodies | null } | null> {
  const isSeen = scope.userId === null ? undefined : eq(calls.userId, scope.userId)
  const [row] = await db
    .select({ ...callColumns, bodies: callBodies })
    .from(calls)
    .leftJoin(modelConfigs, eq(modelConfigs.id, calls.modelId))
    .leftJoin(users, and(eq(users.id, calls.userId), isNull(users.removedAt)))
    .leftJoin(apiKeys, eq(apiKeys.id, calls.apiKeyId))
    .leftJoin(callBodies, eq(callBodies.callId, calls.id))
    .where(and(eq(calls.id, id), isSeen))
  return row ? { call: toCallRecord(row), bodies: row.bodies } : null
}
