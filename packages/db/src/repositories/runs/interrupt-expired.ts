import { and, eq, inArray, isNotNull, lt, ne, or, sql, type SQL } from 'drizzle-orm'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import { newId } from '../../new-id.ts'
import type { MessageRecord } from '../../records/message.ts'
import type { InterruptExpiredOptions, RunUsage } from '../../records/run.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { messages } from '../../schema/messages.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import type { CallRow } from '../../usage/to-usage-rows.ts'
import { addUsage, insertCalls } from '../calls/write-calls.ts'
import { databaseNow } from '../database-now.ts'
import { findMessagesUnscoped } from '../messages/find-message.ts'
import { toSource, toUsageColumns } from './finished-run-rows.ts'
import { byId } from './hold-leases.ts'

const BATCH = 200

type InterruptedCall = CallRow & ReturnType<typeof toUsageColumns> & { messageId: string }

/**
 * Ends as `interrupted` the answers whose lease has run out, with the text they have, and returns them. Their fence is
 * raised, so that an owner that only slept can write no more. An owner that renews its leases first loses none of its own.
 */
export async function interruptExpired(
  db: Database,
  options: InterruptExpiredOptions,
): Promise<MessageRecord[]> {
  const interrupted: MessageRecord[] = []
  for (;;) {
    const candidates = await findCandidates(db, options)
    const ids = candidates.ids.length === 0 ? [] : await interrupt(db, candidates, options)
    interrupted.push(...(await findMessagesUnscoped(db, ids)))
    if (candidates.ids.length < BATCH || ids.length === 0) return interrupted
  }
}

function isExpired({ owner, includeUnexpired }: InterruptExpiredOptions): SQL | undefined {
  const hasRunOut = lt(messages.leaseUntil, databaseNow)
  return and(
    isNotNull(messages.leaseOwner),
    includeUnexpired ? or(hasRunOut, ne(messages.leaseOwner, owner)) : hasRunOut,
  )
}

interface Candidates {
  ids: string[]
  usages: Map<string, RunUsage>
}

/** Reads without locks: a locking read along this index would stop every checkpoint. */
async function findCandidates(db: Database, options: InterruptExpiredOptions): Promise<Candidates> {
  const rows = await db.select({ id: messages.id }).from(messages).where(isExpired(options)).limit(BATCH)
  const ids = rows.map((row) => row.id)
  const usages = ids.length === 0 ? null : await options.estimate?.(ids)
  return { ids, usages: usages ?? new Map<string, RunUsage>() }
}

function interrupt(
  db: Database,
  candidates: Candidates,
  options: InterruptExpiredOptions,
): Promise<string[]> {
  return transact(db, async (tx) => {
    const rows = await tx
      .select({ id: messages.id })
      .from(messages)
      .where(and(inArray(messages.id, candidates.ids), isExpired(options)))
      .for('update')
    const ids = rows.map((row) => row.id)
    if (ids.length === 0) return []
    const calls = await readCalls(tx, ids, candidates.usages)
    await tx
      .update(messages)
      .set({
        ...toSpent(calls),
        status: 'interrupted',
        leaseFence: sql`${messages.leaseFence} + 1`,
        leaseOwner: null,
        leaseUntil: null,
        updatedAt: databaseNow,
      })
      .where(inArray(messages.id, ids))
    await insertCalls(tx, calls)
    await addUsage(tx, calls)
    return ids
  })
}

/** The calls were made, though nobody is left who knows what became of them. */
async function readCalls(
  tx: Database,
  ids: string[],
  usages: Map<string, RunUsage>,
): Promise<InterruptedCall[]> {
  const rows = await tx
    .select({
      messageId: messages.id,
      sessionId: messages.sessionId,
      attempt: messages.attempt,
      purpose: messages.purpose,
      modelId: messages.modelId,
      upstreamModel: modelConfigs.model,
      price: modelConfigs.price,
      userId: chatSessions.userId,
      workspaceId: chatSessions.workspaceId,
      startedAt: messages.createdAt,
    })
    .from(messages)
    .innerJoin(chatSessions, eq(chatSessions.id, messages.sessionId))
    .innerJoin(modelConfigs, eq(modelConfigs.id, messages.modelId))
    .where(inArray(messages.id, ids))
  const now = new Date()
  return rows.map(({ attempt, purpose, ...row }) => ({
    ...row,
    ...toUsageColumns({ usage: usages.get(row.messageId) ?? null, price: row.price }),
    id: newId(),
    source: toSource(attempt, purpose),
    status: 'interrupted' as const,
    createdAt: now,
  }))
}

/** What an answer has used stands in its row as in its call's. */
function toSpent(calls: InterruptedCall[]) {
  if (calls.length === 0) return {}
  const column = (name: keyof ReturnType<typeof toUsageColumns>) => byId(calls, (call) => call[name])
  return {
    promptTokens: column('promptTokens'),
    completionTokens: column('completionTokens'),
    reasoningTokens: column('reasoningTokens'),
    usageEstimated: column('usageEstimated'),
    cost: column('cost'),
    currency: column('currency'),
  }
}
