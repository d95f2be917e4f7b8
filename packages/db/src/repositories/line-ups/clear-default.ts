import { eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { Scope } from '../../records/scope.ts'
import { lineUps } from '../../schema/line-ups.ts'

/** Whichever line-up was the user's default is so no longer. */
export async function clearDefault(tx: Database, scope: Scope): Promise<void> {
  await tx.update(lineUps).set({ defaultOf: null }).where(eq(lineUps.defaultOf, scope.userId))
}
