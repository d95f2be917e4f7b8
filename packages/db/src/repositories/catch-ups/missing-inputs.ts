import { and, eq, gt, isNull, notExists, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/mysql-core'
import type { Database } from '../../database.ts'
import type { CatchUpRequest } from '../../records/catch-up.ts'
import { messages } from '../../schema/messages.ts'

/** The inputs still to be given. One that reached both windows, as a broadcast meanwhile, is not given again. */
export function missingInputs(request: CatchUpRequest & { afterSeq: number }) {
  const { windowId, fromWindowId, afterSeq } = request
  const given = alias(messages, 'given')
  const isGiven = notExists(
    sql`(SELECT 1 FROM ${messages} AS ${sql.identifier('given')} WHERE ${eq(given.windowId, windowId)}
      AND ${eq(given.broadcastGroupId, messages.broadcastGroupId)} AND ${eq(given.role, 'user')})`,
  )
  return and(
    eq(messages.windowId, fromWindowId),
    isNull(messages.archivedBy),
    eq(messages.role, 'user'),
    gt(messages.seq, afterSeq),
    isGiven,
  )
}

export async function countInputs(
  tx: Database,
  request: CatchUpRequest & { afterSeq: number },
): Promise<number> {
  const [row] = await tx
    .select({ count: sql`COUNT(*)`.mapWith(Number) })
    .from(messages)
    .where(missingInputs(request))
  return row?.count ?? 0
}
