import { sql } from 'drizzle-orm'
import type { RowDataPacket } from 'mysql2'
import type { Database } from '../database.ts'

/** The database's time, by which leases run and changes are dated. */
export async function readTime(db: Database): Promise<Date> {
  const [rows] = await db.execute(sql`SELECT CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED) AS time`)
  const [row] = rows as unknown as RowDataPacket[]
  return new Date(Number(row?.time))
}
