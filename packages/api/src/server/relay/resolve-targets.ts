import {
  findLineUp,
  findRelayModel,
  findRelayName,
  listRelayModels,
  type ModelConfigRow,
  type RelayNameRow,
  type Scope,
} from '@chatmore/db'
import { MAX_WINDOWS } from '../../contract/index.ts'
import type { Context } from '../context.ts'
import { invalidInput } from '../errors/app-error.ts'
import { describeObstacle } from '../services/describe-obstacle.ts'
import { noSuchModel } from './no-such-model.ts'
import type { RecordedTurn } from './record/record-turn.ts'

/** What gives one answer: a model, or the first of several behind a relay name that does. */
export interface RelayTarget {
  name: string
  relayName: Pick<RelayNameRow, 'id' | 'name' | 'mode'> | null
  /** In the order of the name; one where a model itself is named. */
  models: ModelConfigRow[]
  /** The answer that is recorded of it, where the call is. */
  turn?: RecordedTurn | undefined
}

export interface RelayTargets {
  targets: RelayTarget[]
  /** Whether each is a choice of one answer, be it the only one. */
  isMany: boolean
}

/**
 * What the model of a request stands for: the one model or relay name that is called so, the models of a line-up, or the
 * parts between its commas. What whoever asks may not choose does not exist for them.
 */
export async function resolveTargets(ctx: Context, scope: Scope, name: string): Promise<RelayTargets> {
  const target = await findTarget(ctx, scope, name)
  if (target) return { targets: [target], isMany: false }
  const targets = (await findOfLineUp(ctx, scope, name)) ?? (await requireParts(ctx, scope, name))
  return { targets, isMany: true }
}

async function findTarget(ctx: Context, scope: Scope, name: string): Promise<RelayTarget | null> {
  const model = await findRelayModel(ctx.database, scope, name)
  if (model && isOffered(ctx, model)) {
    return { name: model.name, relayName: null, models: [model] }
  }
  const relayName = await findRelayName(ctx.database, name)
  if (!relayName) return null
  const models = await listUsable(ctx, scope, relayName.modelIds)
  return models.length === 0 ? null : { name, relayName, models }
}

async function findOfLineUp(ctx: Context, scope: Scope, name: string): Promise<RelayTarget[] | null> {
  const lineUp = await findLineUp(ctx.database, scope, name)
  if (!lineUp) return null
  const models = await listUsable(
    ctx,
    scope,
    lineUp.settings.windows.map(({ modelId }) => modelId),
  )
  if (models.length === 0) return null
  return models.map(toTarget)
}

async function requireParts(ctx: Context, scope: Scope, name: string): Promise<RelayTarget[]> {
  const parts = name.split(',').map((part) => part.trim())
  if (parts.length === 1) throw noSuchModel(name)
  if (parts.includes('')) throw invalidInput({ model: 'names nothing beside one of its commas' })
  if (parts.length > MAX_WINDOWS) throw invalidInput({ model: `names more than ${MAX_WINDOWS} models` })
  const named = [...new Set(parts)]
  const found = new Map(
    await Promise.all(named.map(async (part) => [part, await findTarget(ctx, scope, part)] as const)),
  )
  return parts.map((part) => found.get(part) ?? fail(part))
}

function fail(part: string): never {
  throw noSuchModel(part)
}

/** In the order of the ids, one that comes twice twice. */
async function listUsable(ctx: Context, scope: Scope, ids: string[]): Promise<ModelConfigRow[]> {
  const models = await listRelayModels(ctx.database, scope, ids)
  const byId = new Map(models.filter((model) => isOffered(ctx, model)).map((model) => [model.id, model]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

function isOffered({ demo }: Context, model: ModelConfigRow): boolean {
  return describeObstacle(model, demo) === null
}

const toTarget = (model: ModelConfigRow): RelayTarget => ({
  name: model.name,
  relayName: null,
  models: [model],
})
