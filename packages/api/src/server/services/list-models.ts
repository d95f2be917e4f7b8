import { hasEnabledRealModel, listPermittedModels, type Scope } from '@chatmore/db'
import type { ModelSummary, User } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { toModelSummary } from './to-model.ts'

type Parts = Pick<Dependencies, 'database' | 'demo'> & { user: User; scope: Scope }

/** The models to choose from, in the order that administrators gave them. Administrators see disabled ones too, to switch them on again. */
export async function listModels({ database, demo, user, scope }: Parts): Promise<ModelSummary[]> {
  const rows = await listPermittedModels(database, scope)
  const hasDemo = demo === 'on' || (demo === 'auto' && !(await hasEnabledRealModel(database)))
  return rows
    .filter((row) => (hasDemo || !row.isDemo) && (row.enabled || user.role === 'admin'))
    .map(toModelSummary)
}
