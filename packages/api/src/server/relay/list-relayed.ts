import { listLineUps, listRelayNames, type ModelConfigRow } from '@chatmore/db'
import type { Identity } from '../auth/authenticate.ts'
import type { Context } from '../context.ts'
import { listOfferedModels } from '../services/list-models.ts'

/** A model as `GET /v1/models` lists it. */
export interface RelayModel {
  id: string
  object: 'model'
  created: number
  owned_by: string
}

/** All that whoever asks may name as a model: models, then the names of several, then line-ups; of one name what is asked by it. */
export async function listRelayed(ctx: Context & Pick<Identity, 'user' | 'scope'>): Promise<RelayModel[]> {
  const { scope } = ctx
  const [offered, names, lineUps] = await Promise.all([
    listOfferedModels(ctx),
    listRelayNames(ctx.database),
    listLineUps(ctx.database, scope),
  ])
  const models = offered.filter(({ enabled }) => enabled)
  const known = new Set(models.map(({ id }) => id))
  const isAskable = (ids: string[]) => ids.some((id) => known.has(id))
  const groups = [
    ...names.filter(({ modelIds }) => isAskable(modelIds)),
    ...lineUps.filter(({ settings }) => isAskable(settings.windows.map(({ modelId }) => modelId))),
  ]
  const taken = new Set(models.map(({ name }) => name))
  const others = groups.filter(({ name }) => !taken.has(name) && taken.add(name))
  return [...models, ...others].map(toRelayModel)
}

function toRelayModel(named: ModelConfigRow | { name: string; createdAt: string }): RelayModel {
  return {
    id: named.name,
    object: 'model',
    created: Math.floor(Date.parse(named.createdAt) / 1000),
    owned_by: 'provider' in named ? named.provider : 'chatmore',
  }
}
