import { eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { UserWithHash } from '../../records/user.ts'
import { users } from '../../schema/users.ts'
import { toUserRow } from './user-columns.ts'

/** E-mail addresses are compared as they are: lower-case them first, as registration does. */
export async function findUserByEmail(db: Database, email: string): Promise<UserWithHash | null> {
  const [row] = await db.select().from(users).where(eq(users.email, email))
  if (!row) return null
  return { ...toUserRow(row), passwordHash: row.passwordHash, isSuspended: row.suspendedAt !== null }
}
