import { eq, type SQL } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { UserRow, UserWithHash } from '../../records/user.ts'
import { users } from '../../schema/users.ts'

export async function findUser(db: Database, id: string): Promise<UserRow | null> {
  const user = await findOne(db, eq(users.id, id))
  if (!user) return null
  const { passwordHash: _, ...row } = user
  return row
}

/** E-mail addresses are compared as they are: lower-case them first, as registration does. */
export function findUserByEmail(db: Database, email: string): Promise<UserWithHash | null> {
  return findOne(db, eq(users.email, email))
}

async function findOne(db: Database, condition: SQL): Promise<UserWithHash | null> {
  const [row] = await db.select().from(users).where(condition)
  return row ? { ...row, createdAt: row.createdAt.toISOString() } : null
}
