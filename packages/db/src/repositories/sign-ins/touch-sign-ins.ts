import { inArray } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { authSessions } from '../../schema/auth-sessions.ts'

/** Notes that sign-ins were used. */
export async function touchSignIns(db: Database, ids: string[]): Promise<void> {
  await db.update(authSessions).set({ lastUsedAt: new Date() }).where(inArray(authSessions.id, ids))
}
