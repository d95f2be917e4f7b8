import {
  createLineUp as insert,
  listModelStates,
  updateLineUp as update,
  type LineUpSettings,
  type Scope,
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
  await requireKnownModels(parts, windows)
  const values = { name, isDefault, settings: { windows, columns }, most: MAX_LINE_UPS }
  const row = await insert(parts.database, parts.scope, values)
  if (row) return toLineUp(parts, row)
  throw new AppError('CONFLICT', `you have ${MAX_LINE_UPS} line-ups already: remove one first`)
}

export async function updateLineUp(parts: Parts, input: LineUpUpdateInput): Promise<LineUp> {
  const { id, name, isDefault, windows, columns } = input
  if (windows) await requireKnownModels(parts, windows)
  const change = (known: LineUpSettings): LineUpSettings => ({
    windows: windows ?? known.windows,
    columns: columns === undefined ? known.columns : columns,
  })
  const row = await update(parts.database, parts.scope, { id, name, isDefault, change })
  return toLineUp(parts, requireFound(row, 'this line-up'))
}

/** One that was disabled or removed meanwhile may stay in a line-up: it may come back. */
async function requireKnownModels({ database }: Parts, windows: WindowConfig[]): Promise<void> {
  const ids = windows.map(({ modelId }) => modelId)
  const models = await listModelStates(database, ids)
  const unknown = ids.flatMap((id, index) =>
    models.has(id) ? [] : [[`windows.${index}.modelId`, 'is not a known model'] as const],
  )
  if (unknown.length === 0) return
  const message = unknown.map(([field, rule]) => `${field}: ${rule}`).join('; ')
  throw new AppError('NOT_FOUND', message, { fields: Object.fromEntries(unknown) })
}
