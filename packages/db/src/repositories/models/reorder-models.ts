import { inArray, isNull, sql } from 'drizzle-orm'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { modelOrder } from './list-model-configs.ts'

/** Puts the models in this order; those that it leaves out follow as they stood. False, and nothing changed, where one is unknown. */
export function reorderModels(db: Database, ids: string[]): Promise<boolean> {
  return transact(db, async (tx) => {
    const rows = await tx
      .select({ id: modelConfigs.id })
      .from(modelConfigs)
      .where(isNull(modelConfigs.removedAt))
      .orderBy(...modelOrder)
      .for('update')
    const known = rows.map(({ id }) => id)
    if (!ids.every((id) => known.includes(id))) return false
    await savePositions(tx, [...new Set([...ids, ...known])])
    return true
  })
}

async function savePositions(tx: Database, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  const cases = ids.map((id, index) => sql`WHEN ${id} THEN ${index + 1}`)
  await tx
    .update(modelConfigs)
    .set({ position: sql`CASE ${modelConfigs.id} ${sql.join(cases, sql` `)} END` })
    .where(inArray(modelConfigs.id, ids))
}
