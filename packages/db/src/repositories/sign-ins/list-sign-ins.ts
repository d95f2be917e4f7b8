import { and, desc, eq, gt } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { SignInRow } from '../../records/sign-in.ts'
import { authSessions } from '../../schema/auth-sessions.ts'
import { databaseNow } from '../database-now.ts'
import { toIso } from '../to-iso.ts'

/** Where a user is signed in, the newest first. The id is the hash of the token, by which nobody can sign in. */
export async function listSignIns(db: Database, userId: string): Promise<SignInRow[]> {
  const rows = await db
    .select()
    .from(authSessions)
    .where(and(eq(authSessions.userId, userId), gt(authSessions.expiresAt, databaseNow)))
    .orderBy(desc(authSessions.createdAt))
  return rows.map(({ id, createdAt, lastUsedAt, userAgent, address }) => ({
    ...{ id, userAgent, address },
    createdAt: toIso(createdAt),
    lastUsedAt: toIso(lastUsedAt ?? createdAt),
  }))
}
