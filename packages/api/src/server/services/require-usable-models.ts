import { findPermittedModel, type ModelConfigRow, type Scope } from '@chatmore/db'
import type { Dependencies } from '../context.ts'
import { AppError } from '../errors/app-error.ts'
import { describeObstacle } from './describe-obstacle.ts'

type Parts = Pick<Dependencies, 'database' | 'demo'> & { scope: Scope }

/** Which field of the input chose which model. */
export interface ModelChoice {
  field: string
  modelId: string
}

/** The models by id. Throws naming every field whose model is unknown to the user, or else disabled. */
export async function requireUsableModels(
  { database, demo, scope }: Parts,
  choices: ModelChoice[],
): Promise<Map<string, ModelConfigRow>> {
  const ids = [...new Set(choices.map(({ modelId }) => modelId))]
  const rows = await Promise.all(ids.map((id) => findPermittedModel(database, scope, id)))
  const models = new Map(rows.flatMap((row) => (row ? [[row.id, row] as const] : [])))
  const unknown = choices.filter(({ modelId }) => !models.has(modelId))
  if (unknown.length > 0)
    throw refusal(
      'NOT_FOUND',
      unknown.map(({ field }) => [field, 'is not a known model']),
    )
  const blocked = choices.flatMap(({ field, modelId }) => {
    const row = models.get(modelId)
    const obstacle = row ? describeObstacle(row, demo) : null
    return obstacle === null ? [] : [[field, `the model ${row?.name} ${obstacle}`] as [string, string]]
  })
  if (blocked.length > 0) throw refusal('MODEL_UNAVAILABLE', blocked)
  return models
}

function refusal(code: 'NOT_FOUND' | 'MODEL_UNAVAILABLE', rules: [string, string][]): AppError {
  const message = rules.map(([field, rule]) => `${field}: ${rule}`).join('; ')
  return new AppError(code, message, { fields: Object.fromEntries(rules) })
}
