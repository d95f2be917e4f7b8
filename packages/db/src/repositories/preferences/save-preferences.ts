import type { Database } from '../../database.ts'
import type { PreferencesRow } from '../../records/preferences.ts'
import type { Scope } from '../../records/scope.ts'
import { userPreferences } from '../../schema/user-preferences.ts'

export async function savePreferences(
  db: Database,
  scope: Scope,
  { titleModelId }: PreferencesRow,
): Promise<void> {
  const chosen = { titleModelId, updatedAt: new Date() }
  await db
    .insert(userPreferences)
    .values({ userId: scope.userId, ...chosen })
    .onDuplicateKeyUpdate({ set: chosen })
}
