import { sql } from 'drizzle-orm'

/** The database's clock: the one that several instances share, where theirs may differ. */
export const databaseNow = sql<Date>`UTC_TIMESTAMP(3)`

const LEASE_SECONDS = 15

/** Until when a lease that is taken or renewed now holds. */
export const leaseEnd = sql<Date>`UTC_TIMESTAMP(3) + INTERVAL ${sql.raw(String(LEASE_SECONDS))} SECOND`
