import { removeModelConfig, type Database } from '@chatmore/db'
import type { AuditNote } from '../audit/audited.ts'
import { requireFound } from '../errors/app-error.ts'
import { requireModel } from './require-model.ts'

/** Hides a model and forgets its keys; says what is to be recorded of it. Call it in a transaction. */
export async function removeModel(database: Database, id: string): Promise<AuditNote> {
  const { name, apiBase } = await requireModel({ database }, id)
  requireFound(await removeModelConfig(database, id), 'this model')
  return { action: 'model.removed', target: { id, name }, details: { apiBase } }
}
