import { and, eq, inArray, isNotNull, lt, ne, or, sql, type SQL } from 'drizzle-orm'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import { newId } from '../../new-id.ts'
import type { MessageRecord } from '../../records/message.ts'
import type { InterruptExpiredOptions } from '../../records/run.ts'
import { calls } from '../../schema/calls.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { messages } from '../../schema/messages.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { databaseNow } from '../database-now.ts'
import { findMessagesUnscoped } from '../messages/find-message.ts'

const BATCH = 200

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
    const candidates = await listCandidates(db, options)
    const ids = candidates.length === 0 ? [] : await interrupt(db, candidates, options)
    interrupted.push(...(await findMessagesUnscoped(db, ids)))
    if (candidates.length < BATCH || ids.length === 0) return interrupted
  }
}

function isExpired({ owner, includeUnexpired }: InterruptExpiredOptions): SQL | undefined {
  const hasRunOut = lt(messages.leaseUntil, databaseNow)
  return and(
    isNotNull(messages.leaseOwner),
    includeUnexpired ? or(hasRunOut, ne(messages.leaseOwner, owner)) : hasRunOut,
  )
}

/** Reads without locks: a locking read along this index would stop every checkpoint. */
async function listCandidates(db: Database, options: InterruptExpiredOptions): Promise<string[]> {
  const rows = await db.select({ id: messages.id }).from(messages).where(isExpired(options)).limit(BATCH)
  return rows.map((row) => row.id)
}

function interrupt(db: Database, candidates: string[], options: InterruptExpiredOptions): Promise<string[]> {
  return transact(db, async (tx) => {
    const rows = await tx
      .select({ id: messages.id })
      .from(messages)
      .where(and(inArray(messages.id, candidates), isExpired(options)))
      .for('update')
    const ids = rows.map((row) => row.id)
    if (ids.length === 0) return []
    const now = new Date()
    await tx
      .update(messages)
      .set({
        status: 'interrupted',
        leaseFence: sql`${messages.leaseFence} + 1`,
        leaseOwner: null,
        leaseUntil: null,
        updatedAt: databaseNow,
      })
      .where(inArray(messages.id, ids))
    await recordCalls(tx, ids, now)
    return ids
  })
}

/** The calls were made, though nobody is left who knows what became of them. */
async function recordCalls(tx: Database, ids: string[], now: Date): Promise<void> {
  const rows = await tx
    .select({
      messageId: messages.id,
      attempt: messages.attempt,
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
  if (rows.length === 0) return
  await tx.insert(calls).values(
    rows.map(({ attempt, ...row }) => ({
      ...row,
      id: newId(),
      source: attempt > 1 ? ('retry' as const) : ('window' as const),
      status: 'interrupted' as const,
      usageEstimated: false,
      createdAt: now,
    })),
  )
}
