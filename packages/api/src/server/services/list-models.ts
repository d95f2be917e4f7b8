import { hasEnabledRealModel, listPermittedModels, type ModelConfigRow, type Scope } from '@chatmore/db'
import type { ModelSummary, User } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { toModelSummary } from './to-model.ts'

type Parts = Pick<Dependencies, 'database' | 'demo'> & { user: User; scope: Scope }

/** The models to choose from, in the order that administrators gave them. Administrators see disabled ones too, to switch them on again. */
export async function listModels(parts: Parts): Promise<ModelSummary[]> {
  const isAdmin = parts.user.role === 'admin'
  const rows = await listOfferedModels(parts)
  return rows.filter(({ enabled }) => enabled || isAdmin).map(toModelSummary)
}

/** The rows of those that the user may use, disabled ones too. */
export async function listOfferedModels({
  database,
  demo,
  scope,
}: Omit<Parts, 'user'>): Promise<ModelConfigRow[]> {
  const rows = await listPermittedModels(database, scope)
  const hasDemo = demo === 'on' || (demo === 'auto' && !(await hasEnabledRealModel(database)))
  return rows.filter(({ isDemo }) => hasDemo || !isDemo)
}
