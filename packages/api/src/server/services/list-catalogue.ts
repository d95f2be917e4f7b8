import {
  addToBucket,
  hasEnabledRealModel,
  listModelAccess,
  listModelConfigs,
  percentileOf,
  readModelHealth,
  type Buckets,
  type ModelHealthRecord,
} from '@chatmore/db'
import type { ListedModel, ModelHealth } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { toModelConfig } from './to-model.ts'

type Parts = Pick<Dependencies, 'database' | 'demo'>

/** Every model with how it does, whoever may use it. Demo models are there as long as they are offered. */
export async function listCatalogue({ database, demo }: Parts): Promise<ListedModel[]> {
  const all = await listModelConfigs(database)
  const hasDemo = demo === 'on' || (demo === 'auto' && !(await hasEnabledRealModel(database)))
  const rows = all.filter(({ isDemo }) => hasDemo || !isDemo)
  const ids = rows.map(({ id }) => id)
  const today = new Date().toISOString().slice(0, 10)
  const [access, health] = await Promise.all([
    listModelAccess(database, ids),
    readModelHealth(database, ids, today),
  ])
  return rows.map((row) => ({
    ...toModelConfig(row, access.get(row.id) ?? { kind: 'everyone' }),
    health: toHealth(health, row.id),
  }))
}

function toHealth({ sums, times, lastErrors }: ModelHealthRecord, id: string): ModelHealth {
  const isOfModel = ({ modelId }: { modelId: string }) => modelId === id
  const today = sums.find(isOfModel)
  const lastError = lastErrors.find(isOfModel)
  const firstTexts: Buckets = new Map()
  const answers: Buckets = new Map()
  for (const time of times.filter(isOfModel)) {
    addToBucket(firstTexts, time.bucket, time.firstTexts)
    addToBucket(answers, time.bucket, time.answers)
  }
  return {
    lastError: lastError
      ? { callId: lastError.callId, at: lastError.at, code: lastError.code ?? 'INTERNAL' }
      : null,
    callsToday: today?.calls ?? 0,
    errorsToday: today?.errors ?? 0,
    ttftP95Ms: percentileOf(firstTexts, 0.95),
    latencyP95Ms: percentileOf(answers, 0.95),
  }
}
