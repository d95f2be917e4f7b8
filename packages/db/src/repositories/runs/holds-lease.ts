import { and, eq, inArray, sql, type SQL } from 'drizzle-orm'
import { messages } from '../../schema/messages.ts'

export const inFlightStatuses = ['pending', 'streaming'] as const

/** Matches the answer only while it is in flight and held under this lease. */
export function holdsLease(messageId: string, lease: { owner: string; fence: number }): SQL | undefined {
  return and(
    eq(messages.id, messageId),
    eq(messages.leaseOwner, lease.owner),
    eq(messages.leaseFence, lease.fence),
    inArray(messages.status, inFlightStatuses),
  )
}

/** A value for each of several rows of one UPDATE. */
export function byId<Row extends { messageId: string }>(rows: Row[], toValue: (row: Row) => unknown): SQL {
  const cases = rows.map((row) => sql`WHEN ${row.messageId} THEN ${toValue(row)}`)
  return sql`CASE ${messages.id} ${sql.join(cases, sql` `)} END`
}
