import { trimDecimal } from '../../money/compute-cost.ts'
import type { CallRecord } from '../../records/call.ts'
import type { AnswerErrorCode } from '../../records/message.ts'
import { apiKeys } from '../../schema/api-keys.ts'
import { calls } from '../../schema/calls.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { users } from '../../schema/users.ts'

/** What a call is read as, beside the names of its model, its user and its API key as they are now. */
export const callColumns = {
  call: calls,
  modelName: modelConfigs.name,
  userName: users.nickname,
  apiKeyName: apiKeys.name,
}

interface CallJoined {
  call: typeof calls.$inferSelect
  modelName: string | null
  userName: string | null
  apiKeyName: string | null
}

export function toCallRecord({ call, modelName, userName, apiKeyName }: CallJoined): CallRecord {
  return {
    ...call,
    modelName,
    userName,
    apiKeyName,
    errorCode: call.errorCode as AnswerErrorCode | null,
    cost: call.cost === null ? null : trimDecimal(call.cost),
    startedAt: call.startedAt.toISOString(),
    createdAt: call.createdAt.toISOString(),
  }
}
