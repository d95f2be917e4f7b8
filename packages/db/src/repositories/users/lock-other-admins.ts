import { and, asc, eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { users } from '../../schema/users.ts'
import { isActive } from './is-active.ts'

/** How many administrators there are beside this user. All are locked in one order, so that two who do this wait for each other and no deadlock comes of it. */
export async function lockOtherAdmins(tx: Database, id: string): Promise<number> {
  const rows = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, 'admin'), isActive))
    .orderBy(asc(users.id))
    .for('update')
  return rows.filter((row) => row.id !== id).length
}
