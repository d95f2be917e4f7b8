import { computeCost } from '../../money/compute-cost.ts'
import { newId } from '../../new-id.ts'
import type { MessageRecord } from '../../records/message.ts'
import type { FinishedRun } from '../../records/run.ts'
import type { calls } from '../../schema/calls.ts'

const MAX_INT = 2_147_483_647
const MAX_SMALLINT = 32_767

/** The columns of an answer that has ended. */
export function toEndState(run: FinishedRun) {
  return {
    content: run.content,
    reasoning: run.reasoning,
    ...toShared(run),
    errorMessage: cut(run.errorMessage, 2000),
    leaseOwner: null,
    leaseUntil: null,
  }
}

export function toCallRow(run: FinishedRun, message: MessageRecord, now: Date): typeof calls.$inferInsert {
  const { call } = run
  return {
    ...toShared(run),
    id: newId(),
    workspaceId: call.workspaceId,
    userId: call.userId,
    source: message.attempt > 1 ? 'retry' : 'window',
    modelId: call.modelId,
    upstreamModel: call.upstreamModel.slice(0, 200),
    messageId: run.messageId,
    httpStatus: toInt(call.httpStatus, MAX_SMALLINT),
    errorDetail: call.errorDetail,
    price: run.price,
    startedAt: call.startedAt,
    createdAt: now,
  }
}

/** What endpoints tell is not to be trusted to fit: a number or word too big would keep the answer from ever ending. */
function toShared(run: FinishedRun) {
  return {
    status: run.status,
    finishReason: cut(run.finishReason, 64),
    errorCode: run.errorCode,
    ...toUsageColumns(run),
    ttftMs: toInt(run.ttftMs, MAX_INT),
    latencyMs: toInt(run.latencyMs, MAX_INT),
  }
}

function toUsageColumns({ usage, price }: FinishedRun) {
  if (!usage) return { usageEstimated: false }
  const promptTokens = toInt(usage.promptTokens, MAX_INT)
  const completionTokens = toInt(usage.completionTokens, MAX_INT)
  return {
    promptTokens,
    completionTokens,
    reasoningTokens: toInt(usage.reasoningTokens, MAX_INT),
    usageEstimated: usage.isEstimated,
    cost: price && computeCost(price, promptTokens ?? 0, completionTokens ?? 0),
    currency: price && price.currency,
  }
}

function toInt(value: number | null | undefined, max: number): number | null {
  if (value === null || value === undefined || Number.isNaN(value)) return null
  return Math.min(Math.max(Math.round(value), 0), max)
}

function cut(text: string | null, length: number): string | null {
  return text === null ? null : text.slice(0, length)
}
