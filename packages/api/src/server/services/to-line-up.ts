import {
  listModelStates,
  type LineUpRow,
  type LineUpSettings,
  type Scope,
  type TargetModel,
} from '@chatmore/db'
import type { LineUp, LineUpWindow } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { describeObstacle } from './describe-obstacle.ts'

type Parts = Pick<Dependencies, 'database' | 'demo'> & { scope: Scope }

/** Line-ups with what has become of their models: a window whose model is gone is kept, and says so. */
export async function toLineUps({ database, demo, scope }: Parts, rows: LineUpRow[]): Promise<LineUp[]> {
  const ids = rows.flatMap(({ settings }) => settings.windows.map(({ modelId }) => modelId))
  const models = await listModelStates(database, scope, ids)
  return rows.map(({ settings, ...row }) => ({
    ...row,
    columns: settings.columns ?? null,
    windows: settings.windows.map((window) => toWindow(window, models.get(window.modelId), demo)),
  }))
}

export async function toLineUp(parts: Parts, row: LineUpRow): Promise<LineUp> {
  const [lineUp] = await toLineUps(parts, [row])
  if (!lineUp) throw new Error('A line-up got lost.')
  return lineUp
}

function toWindow(
  { modelId, name, systemMessage, params }: LineUpSettings['windows'][number],
  model: TargetModel | undefined,
  demo: Dependencies['demo'],
): LineUpWindow {
  return {
    modelId,
    modelName: model?.name ?? '',
    obstacle: toObstacle(model, demo),
    name: name ?? null,
    systemMessage: systemMessage ?? null,
    params: params ?? {},
  }
}

function toObstacle(model: TargetModel | undefined, demo: Dependencies['demo']): LineUpWindow['obstacle'] {
  if (!model || model.removed) return 'removed'
  return describeObstacle(model, demo) === null ? null : 'disabled'
}
