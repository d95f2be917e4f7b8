import { sql, type SQL } from 'drizzle-orm'
import { computeCost } from '../../money/compute-cost.ts'
import { newId } from '../../new-id.ts'
import type { CallSource } from '../../records/call-source.ts'
import type { MessageRecord } from '../../records/message.ts'
import type { FinishedRun, RunUsage } from '../../records/run.ts'
import type { callBodies } from '../../schema/call-bodies.ts'
import type { CallRow } from '../../usage/to-usage-rows.ts'
import { byId } from './hold-leases.ts'

const MAX_INT = 2_147_483_647
const MAX_SMALLINT = 32_767

type EndState = ReturnType<typeof toEndState>

/** The columns of answers that have ended, for one UPDATE of them all. */
export function toEndStates(runs: FinishedRun[]): Partial<Record<keyof EndState, SQL>> {
  const rows = runs.map((run) => ({ messageId: run.messageId, state: toEndState(run) }))
  const columns = Object.keys(rows[0]?.state ?? {}) as (keyof EndState)[]
  return Object.fromEntries(columns.map((column) => [column, inAll(rows, ({ state }) => state[column])]))
}

/** Most answers end alike in most columns. */
function inAll<Row extends { messageId: string }>(rows: Row[], toValue: (row: Row) => unknown): SQL {
  const [first, ...others] = rows.map(toValue)
  return others.every((other) => other === first) ? sql`${first}` : byId(rows, toValue)
}

function toEndState(run: FinishedRun) {
  return {
    content: run.content,
    reasoning: run.reasoning,
    ...toShared(run),
    errorMessage: cut(run.errorMessage, 2000),
    thinkingMs: toInt(run.thinkingMs, MAX_INT),
    // As text, which most answers of one broadcast share in parts.
    asked: run.asked && JSON.stringify(run.asked),
    leaseOwner: null,
    leaseUntil: null,
  }
}

export function toCallRow(
  run: FinishedRun,
  message: Pick<MessageRecord, 'attempt' | 'sessionId'>,
  now: Date,
): CallRow {
  const { call } = run
  return {
    ...toShared(run),
    id: newId(),
    workspaceId: call.workspaceId,
    userId: call.userId,
    source: toSource(message.attempt, call.purpose),
    modelId: run.answeredBy?.id ?? call.modelId,
    upstreamModel: call.upstreamModel.slice(0, 200),
    sessionId: message.sessionId,
    messageId: run.messageId,
    apiKeyId: call.apiKeyId ?? null,
    relayName: call.relay?.name ?? null,
    relayAttempt: call.relay?.attempt ?? null,
    cachedTokens: toInt(run.usage?.cachedTokens, MAX_INT),
    httpStatus: toInt(call.httpStatus, MAX_SMALLINT),
    errorDetail: call.errorDetail,
    price: run.price,
    startedAt: call.startedAt,
    createdAt: now,
  }
}

/** Another attempt is one, whatever the first was for, unless another program asked for it. */
export function toSource(attempt: number, purpose: CallSource | null = null): CallSource {
  if (purpose === 'relay') return purpose
  return attempt > 1 ? 'retry' : (purpose ?? 'window')
}

/** What is kept of a call beside its row; null where that is nothing. */
export function toBodyRow(
  run: FinishedRun,
  callId: string,
  now: Date,
): typeof callBodies.$inferInsert | null {
  const { bodies } = run.call
  return bodies ? { ...bodies, callId, createdAt: now } : null
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

export function toUsageColumns({ usage, price }: { usage: RunUsage | null; price: FinishedRun['price'] }) {
  const promptTokens = toInt(usage?.promptTokens, MAX_INT)
  const completionTokens = toInt(usage?.completionTokens, MAX_INT)
  const paid = usage && price
  return {
    promptTokens,
    completionTokens,
    reasoningTokens: toInt(usage?.reasoningTokens, MAX_INT),
    usageEstimated: usage !== null && usage.isEstimated,
    cost: paid && computeCost(paid, promptTokens ?? 0, completionTokens ?? 0),
    currency: paid && paid.currency,
  }
}

function toInt(value: number | null | undefined, max: number): number | null {
  if (value === null || value === undefined || Number.isNaN(value)) return null
  return Math.min(Math.max(Math.round(value), 0), max)
}

function cut(text: string | null, length: number): string | null {
  return text === null ? null : text.slice(0, length)
}
