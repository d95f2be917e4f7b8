import { and, eq, gt } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { UserRow } from '../../records/user.ts'
import { passwordResets } from '../../schema/password-resets.ts'
import { users } from '../../schema/users.ts'
import { countRows } from '../count-rows.ts'
import { databaseNow } from '../database-now.ts'
import { isActive } from '../users/is-active.ts'
import { toUserRow, userColumns } from '../users/user-columns.ts'

/** Whose link has this hash, unless it has expired or they are suspended. */
export async function findResetUser(db: Database, tokenHash: string): Promise<UserRow | null> {
  const [row] = await db
    .select(userColumns)
    .from(passwordResets)
    .innerJoin(users, eq(users.id, passwordResets.userId))
    .where(and(eq(passwordResets.tokenHash, tokenHash), gt(passwordResets.expiresAt, databaseNow), isActive))
  return row ? toUserRow(row) : null
}

/** Takes the link up, for the one whose DELETE finds it; null where it is not good. */
export async function useReset(tx: Database, tokenHash: string): Promise<UserRow | null> {
  const user = await findResetUser(tx, tokenHash)
  if (!user) return null
  const taken = await tx.delete(passwordResets).where(eq(passwordResets.tokenHash, tokenHash))
  return countRows(taken) > 0 ? user : null
}
