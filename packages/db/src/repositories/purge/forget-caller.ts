import { and, asc, eq, gt, inArray, or } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { callBodies } from '../../schema/call-bodies.ts'
import { calls } from '../../schema/calls.ts'

const AT_A_TIME = 200

/**
 * Takes out of a user's calls what was said and where: bodies, errors, and the session and message. That they were made, when,
 * with which model and what they cost stays, under an id that is nobody's any more, so that sums stay what they were.
 */
export async function forgetCaller(db: Database, userId: string): Promise<void> {
  let after = { createdAt: new Date(0), id: '' }
  for (;;) {
    const rows = await db
      .select({ id: calls.id, createdAt: calls.createdAt })
      .from(calls)
      .where(
        and(
          eq(calls.userId, userId),
          or(
            gt(calls.createdAt, after.createdAt),
            and(eq(calls.createdAt, after.createdAt), gt(calls.id, after.id)),
          ),
        ),
      )
      .orderBy(asc(calls.createdAt), asc(calls.id))
      .limit(AT_A_TIME)
    const last = rows.at(-1)
    if (!last) return
    const ids = rows.map(({ id }) => id)
    await db.delete(callBodies).where(inArray(callBodies.callId, ids))
    await db
      .update(calls)
      .set({ sessionId: null, messageId: null, errorDetail: null })
      .where(inArray(calls.id, ids))
    after = last
  }
}
