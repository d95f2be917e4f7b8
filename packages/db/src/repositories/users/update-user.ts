import { eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { OwnUserChange, UserRow } from '../../records/user.ts'
import { users } from '../../schema/users.ts'
import { databaseNow } from '../database-now.ts'
import { toUserRow, userColumns } from './user-columns.ts'

/** What a user changes of themselves. */
export async function updateUser(db: Database, id: string, change: OwnUserChange): Promise<void> {
  await db.update(users).set(change).where(eq(users.id, id))
}

export async function noteSignIn(db: Database, id: string): Promise<void> {
  await db.update(users).set({ lastSignInAt: databaseNow }).where(eq(users.id, id))
}

export async function findUser(db: Database, id: string): Promise<UserRow | null> {
  const [row] = await db.select(userColumns).from(users).where(eq(users.id, id))
  return row ? toUserRow(row) : null
}

/** Null where the user is gone. */
export async function findPasswordHash(db: Database, id: string): Promise<string | null> {
  const [row] = await db.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, id))
  return row?.passwordHash ?? null
}
