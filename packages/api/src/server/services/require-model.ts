import { findModelConfig, type Database, type ModelConfigRow } from '@chatmore/db'
import { requireFound } from '../errors/app-error.ts'

/** A model that was not removed. */
export async function requireModel(
  { database }: { database: Database },
  id: string,
): Promise<ModelConfigRow> {
  return requireFound(await findModelConfig(database, id), 'this model')
}
