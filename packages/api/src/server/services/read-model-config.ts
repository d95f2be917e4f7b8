import { listModelAccess, type Database } from '@chatmore/db'
import type { ModelConfig } from '../../contract/index.ts'
import { requireModel } from './require-model.ts'
import { toModelConfig } from './to-model.ts'

/** A model as administrators see it. */
export async function readModelConfig(
  { database }: { database: Database },
  id: string,
): Promise<ModelConfig> {
  const row = await requireModel({ database }, id)
  const access = await listModelAccess(database, [id])
  return toModelConfig(row, access.get(id) ?? { kind: 'everyone' })
}
