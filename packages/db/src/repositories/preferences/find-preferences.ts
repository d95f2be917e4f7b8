import { eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { PreferencesRow } from '../../records/preferences.ts'
import type { Scope } from '../../records/scope.ts'
import { userPreferences } from '../../schema/user-preferences.ts'

/** What the user has chosen; what they have not is as it comes. */
export async function findPreferences(db: Database, scope: Scope): Promise<PreferencesRow> {
  const [row] = await db
    .select({ titleModelId: userPreferences.titleModelId })
    .from(userPreferences)
    .where(eq(userPreferences.userId, scope.userId))
  return row ?? { titleModelId: null }
}
