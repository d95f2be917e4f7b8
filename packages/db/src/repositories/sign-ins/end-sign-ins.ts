import { and, eq, ne } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { SignInChoice } from '../../records/sign-in.ts'
import { authSessions } from '../../schema/auth-sessions.ts'
import { countRows } from '../count-rows.ts'

/** Ends sign-ins of a user, and tells how many. */
export async function endSignIns(db: Database, { userId, id, exceptId }: SignInChoice): Promise<number> {
  const result = await db
    .delete(authSessions)
    .where(
      and(
        eq(authSessions.userId, userId),
        id === undefined ? undefined : eq(authSessions.id, id),
        exceptId === undefined ? undefined : ne(authSessions.id, exceptId),
      ),
    )
  return countRows(result)
}
