import {
  createLineUp as insert,
  listModelStates,
  updateLineUp as update,
  type LineUpSettings,
  type Scope,
  type TargetModel,
} from '@chatmore/db'
import {
  MAX_LINE_UPS,
  type LineUp,
  type LineUpCreateInput,
  type LineUpUpdateInput,
  type WindowConfig,
} from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { AppError, requireFound } from '../errors/app-error.ts'
import { toLineUp } from './to-line-up.ts'

type Parts = Pick<Dependencies, 'database' | 'demo'> & { scope: Scope }

export async function createLineUp(parts: Parts, input: LineUpCreateInput): Promise<LineUp> {
  const { name, isDefault = false, windows, columns } = input
  requireKnownModels(windows, await listModelStates(parts.database, parts.scope, listIds(windows)))
  const values = { name, isDefault, settings: { windows, columns }, most: MAX_LINE_UPS }
  const row = await insert(parts.database, parts.scope, values)
  if (row) return toLineUp(parts, row)
  throw new AppError('CONFLICT', `you have ${MAX_LINE_UPS} line-ups already: remove one first`)
}

export async function updateLineUp(parts: Parts, input: LineUpUpdateInput): Promise<LineUp> {
  const { id, name, isDefault, windows, columns } = input
  const models = await listModelStates(parts.database, parts.scope, listIds(windows ?? []))
  const change = (known: LineUpSettings): LineUpSettings => {
    requireKnownModels(windows ?? [], models, listIds(known.windows))
    return {
      windows: windows ?? known.windows,
      columns: columns === undefined ? known.columns : columns,
    }
  }
  const row = await update(parts.database, parts.scope, { id, name, isDefault, change })
  return toLineUp(parts, requireFound(row, 'this line-up'))
}

function listIds(windows: { modelId: string }[]): string[] {
  return windows.map(({ modelId }) => modelId)
}

/**
 * One that was disabled, removed or taken from the user meanwhile may stay in a line-up: it may come back. What the user
 * may not use and has not in it is as unknown as what there is not.
 */
function requireKnownModels(
  windows: WindowConfig[],
  models: Map<string, TargetModel>,
  kept: string[] = [],
): void {
  const isKnown = (id: string) => models.get(id)?.isPermitted || (models.has(id) && kept.includes(id))
  const unknown = listIds(windows).flatMap((id, index) =>
    isKnown(id) ? [] : [[`windows.${index}.modelId`, 'is not a known model'] as const],
  )
  if (unknown.length === 0) return
  const message = unknown.map(([field, rule]) => `${field}: ${rule}`).join('; ')
  throw new AppError('NOT_FOUND', message, { fields: Object.fromEntries(unknown) })
}
