import { and, eq, inArray, sql, type SQL } from 'drizzle-orm'
import type { Lease } from '../../records/run.ts'
import { messages } from '../../schema/messages.ts'

export const inFlightStatuses = ['pending', 'streaming'] as const

/** Matches those answers that are in flight and held under these leases. */
export function holdLeases(rows: { messageId: string; lease: Lease }[]): SQL | undefined {
  return and(
    inArray(
      messages.id,
      rows.map((row) => row.messageId),
    ),
    eq(
      messages.leaseOwner,
      byId(rows, (row) => row.lease.owner),
    ),
    eq(
      messages.leaseFence,
      byId(rows, (row) => row.lease.fence),
    ),
    inArray(messages.status, inFlightStatuses),
  )
}

/** A value for each of several rows of one UPDATE. */
export function byId<Row extends { messageId: string }>(rows: Row[], toValue: (row: Row) => unknown): SQL {
  const cases = rows.map((row) => sql`WHEN ${row.messageId} THEN ${toValue(row)}`)
  return sql`CASE ${messages.id} ${sql.join(cases, sql` `)} END`
}
