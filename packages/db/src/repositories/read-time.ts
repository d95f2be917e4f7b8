import { sql } from 'drizzle-orm'
import type { RowDataPacket } from 'mysql2'
import type { Database } from '../database.ts'

/** The database's time, by which leases run and messages are dated as changed. */
export async function readTime(db: Database): Promise<Date> {
  const [rows] = await db.execute(
    sql`SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) AS microseconds`,
  )
  const [row] = rows as unknown as RowDataPacket[]
  return new Date(Number(row?.microseconds) / 1000)
}
