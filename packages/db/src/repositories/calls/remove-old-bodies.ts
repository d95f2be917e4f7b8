import { inArray, lt } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { callBodies } from '../../schema/call-bodies.ts'

const AT_A_TIME = 200

/** Removes what calls from before then sent and answered, few at a time, so that it holds up nobody. Their rows stay. */
export async function removeOldBodies(db: Database, before: Date): Promise<void> {
  for (;;) {
    const rows = await db
      .select({ id: callBodies.callId })
      .from(callBodies)
      .where(lt(callBodies.createdAt, before))
      .limit(AT_A_TIME)
    const ids = rows.map(({ id }) => id)
    if (ids.length > 0) await db.delete(callBodies).where(inArray(callBodies.callId, ids))
    if (ids.length < AT_A_TIME) return
  }
}
