import { eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { ModelTest } from '../../records/model-config.ts'
import { modelConfigs } from '../../schema/model-configs.ts'

/** Keeps how the last test of a model went. */
export async function noteModelTest(db: Database, id: string, lastTest: ModelTest): Promise<void> {
  await db.update(modelConfigs).set({ lastTest }).where(eq(modelConfigs.id, id))
}
