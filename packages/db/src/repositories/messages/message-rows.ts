import { newId } from '../../new-id.ts'
import type { CallPurpose } from '../../records/call-source.ts'
import type { AttachmentRecord } from '../../records/file.ts'
import type { MessageRecord, TargetModel } from '../../records/message.ts'
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
  attachments?: AttachmentRecord[] | undefined
  clientMessageId: string
  sendKey: string | null
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
  purpose?: CallPurpose | undefined
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

/** What the end of a run tells. */
const unknownYet = {
  finishReason: null,
  errorCode: null,
  errorMessage: null,
  promptTokens: null,
  completionTokens: null,
  reasoningTokens: null,
  cost: null,
  currency: null,
  ttftMs: null,
  latencyMs: null,
  thinkingMs: null,
}

/** A new row as it will be read. */
export function toMessageRecord(
  row: ReturnType<typeof toUserRow> | ReturnType<typeof toAnswerRow>,
): MessageRecord {
  const { id, sessionId, windowId, seq, role, content, reasoning, status, broadcastGroupId } = row
  const answers =
    row.role === 'assistant'
      ? { modelId: row.modelId, modelName: row.modelName, replyToId: row.replyToId }
      : { modelId: null, modelName: null, replyToId: null, attachments: row.attachments }
  return {
    ...{ id, sessionId, windowId, seq, role, content, reasoning, status, broadcastGroupId },
    ...unknownYet,
    ...answers,
    usageEstimated: row.usageEstimated,
    attempt: row.attempt,
    superseded: row.superseded,
    archivedBy: null,
    createdAt: row.createdAt.toISOString(),
  }
}
