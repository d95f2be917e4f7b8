import { eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { UserWithHash } from '../../records/user.ts'
import { users } from '../../schema/users.ts'

/** E-mail addresses are compared as they are: lower-case them first, as registration does. */
export async function findUserByEmail(db: Database, email: string): Promise<UserWithHash | null> {
  const [row] = await db.select().from(users).where(eq(users.email, email))
  return row ? { ...row, createdAt: row.createdAt.toISOString() } : null
}
