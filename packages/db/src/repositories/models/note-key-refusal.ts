import { eq, sql } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { modelSecrets } from '../../schema/model-secrets.ts'

export interface KeyRefusal {
  /** The HTTP status that said so. */
  status: number | null
  /** How long the key is passed over, in milliseconds; until someone brings it back where null. */
  restMs: number | null
}

/** The endpoint does not take this key, now or at all. Dated by the database, whose clock all instances share. */
export async function noteKeyRefusal(
  db: Database,
  id: string,
  { status, restMs }: KeyRefusal,
): Promise<void> {
  const now = sql`UTC_TIMESTAMP(3)`
  const state =
    restMs === null
      ? { setAsideAt: sql`COALESCE(${modelSecrets.setAsideAt}, ${now})` }
      : { restsUntil: sql`${now} + INTERVAL ${Math.round(restMs) * 1000} MICROSECOND` }
  await db
    .update(modelSecrets)
    .set({ ...state, refusedAt: now, refusedStatus: status })
    .where(eq(modelSecrets.id, id))
}
