import { newId } from '../../new-id.ts'
import type { TargetModel } from '../../records/message.ts'
import { databaseNow, leaseEnd } from '../database-now.ts'

interface Place {
  sessionId: string
  windowId: string
  seq: number
  broadcastGroupId: string | null
}

const blank = {
  content: '',
  reasoning: '',
  usageEstimated: false,
  attempt: 1,
  superseded: false,
  leaseFence: 0,
}

export interface UserMessageValues extends Place {
  content: string
  clientMessageId: string
  requestHash: string
}

export function toUserRow(values: UserMessageValues, now: Date) {
  const state = { role: 'user' as const, status: 'done' as const }
  return { ...blank, ...values, ...state, id: newId(), createdAt: now, updatedAt: databaseNow }
}

export interface AnswerValues extends Place {
  replyToId: string
  attempt: number
  model: Pick<TargetModel, 'id' | 'name'>
  owner: string
}

/** Pending and leased from the start, so that no statement is needed before the upstream is called. */
export function toAnswerRow({ model, owner, ...values }: AnswerValues, now: Date) {
  return {
    ...blank,
    ...values,
    id: newId(),
    role: 'assistant' as const,
    status: 'pending' as const,
    modelId: model.id,
    modelName: model.name,
    leaseOwner: owner,
    leaseFence: 1,
    leaseUntil: leaseEnd,
    createdAt: now,
    updatedAt: databaseNow,
  }
}
