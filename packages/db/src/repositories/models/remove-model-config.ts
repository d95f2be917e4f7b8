import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { modelSecrets } from '../../schema/model-secrets.ts'
import { countRows } from '../count-rows.ts'

/** Hides the model and forgets its keys and headers. Windows and messages that name it stay. False where there is no such model. */
export async function removeModelConfig(db: Database, id: string): Promise<boolean> {
  const now = new Date()
  const result = await db
    .update(modelConfigs)
    .set({ removedAt: now, updatedAt: now, enabled: false })
    .where(and(eq(modelConfigs.id, id), isNull(modelConfigs.removedAt)))
  if (countRows(result) === 0) return false
  await db.delete(modelSecrets).where(eq(modelSecrets.modelId, id))
  return true
}
