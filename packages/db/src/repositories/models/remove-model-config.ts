import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { countRows } from '../count-rows.ts'

/** Hides the model and forgets its key. Windows and messages that name it stay. False where there is no such model. */
export async function removeModelConfig(db: Database, id: string): Promise<boolean> {
  const now = new Date()
  const result = await db
    .update(modelConfigs)
    .set({ removedAt: now, updatedAt: now, enabled: false, apiKeyCipher: null })
    .where(and(eq(modelConfigs.id, id), isNull(modelConfigs.removedAt)))
  return countRows(result) > 0
}
