import { max } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { newId } from '../../new-id.ts'
import type { ModelConfigRow, ModelConfigValues } from '../../records/model-config.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { toModelConfigRow } from './to-model-config-row.ts'

/** What nothing is said of. */
const unsaid = {
  extraConfig: {},
  contextWindow: null,
  capabilities: [],
  price: null,
  timeouts: {},
  callOptions: {},
  maxConcurrent: null,
  enabled: true,
  recordBodies: true,
  groupName: null,
  tags: [],
  maxTokensLimit: null,
}

/** A new model stands last in lists, and everyone may use it until `saveModelAccess` says otherwise. */
export async function createModelConfig(db: Database, values: ModelConfigValues): Promise<ModelConfigRow> {
  const now = new Date()
  const row = {
    ...unsaid,
    ...withoutUndefined(values),
    id: values.id ?? newId(),
    isDemo: false,
    position: await nextPosition(db),
    access: 'everyone' as const,
    lastTest: null,
    removedAt: null,
    createdAt: now,
    updatedAt: now,
  }
  await db.insert(modelConfigs).values(row)
  return toModelConfigRow({ ...row, secrets: null })
}

type Said<Values> = { [Name in keyof Values]: Exclude<Values[Name], undefined> }

function withoutUndefined<Values extends object>(values: Values): Said<Values> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Said<Values>
}

/** Two that are made at once may stand at the same place: then the older one goes first. */
async function nextPosition(db: Database): Promise<number> {
  const [last] = await db.select({ position: max(modelConfigs.position) }).from(modelConfigs)
  return (last?.position ?? 0) + 1
}
