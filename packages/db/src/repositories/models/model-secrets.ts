import { and, eq, inArray } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { ModelSecretValues } from '../../records/model-secret.ts'
import { modelSecrets } from '../../schema/model-secrets.ts'
import { countRows } from '../count-rows.ts'

/** Adds sealed keys or headers to a model, in the order given. */
export async function addModelSecrets(
  db: Database,
  modelId: string,
  values: ModelSecretValues[],
): Promise<void> {
  if (values.length === 0) return
  const now = Date.now()
  // Apart by a millisecond, so that they stay in their order.
  const rows = values.map((value, index) => ({ ...value, modelId, createdAt: new Date(now + index) }))
  await db.insert(modelSecrets).values(rows)
}

/** Forgets those of the model's keys and headers. Returns how many there were. */
export async function removeModelSecrets(db: Database, modelId: string, ids: string[]): Promise<number> {
  if (ids.length === 0) return 0
  const result = await db
    .delete(modelSecrets)
    .where(and(eq(modelSecrets.modelId, modelId), inArray(modelSecrets.id, ids)))
  return countRows(result)
}

/** Forgets whatever keys and headers the model has. */
export async function removeAllModelSecrets(db: Database, modelId: string): Promise<void> {
  await db.delete(modelSecrets).where(eq(modelSecrets.modelId, modelId))
}

/** A key of the model is used again. False where it has no such key. */
export async function bringBackModelKey(db: Database, modelId: string, id: string): Promise<boolean> {
  const result = await db
    .update(modelSecrets)
    .set({ setAsideAt: null, restsUntil: null })
    .where(and(eq(modelSecrets.modelId, modelId), eq(modelSecrets.id, id), eq(modelSecrets.kind, 'key')))
  return countRows(result) > 0
}
