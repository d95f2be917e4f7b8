import { getTableColumns, sql } from 'drizzle-orm'
import { modelConfigs } from '../../schema/model-configs.ts'

/** The sealed keys and headers of a model, as JSON. Its columns are not drizzle's, which leaves out the table where there is one alone. */
const secrets = sql<
  string | object[] | null
>`(SELECT JSON_ARRAYAGG(JSON_OBJECT('id', secret.id, 'kind', secret.kind,
  'name', secret.name, 'cipher', secret.cipher, 'setAsideAt', secret.set_aside_at, 'restsUntil', secret.rests_until,
  'refusedAt', secret.refused_at, 'refusedStatus', secret.refused_status, 'createdAt', secret.created_at))
  FROM model_secrets AS secret FORCE INDEX (model_secrets_model) WHERE secret.model_id = model_configs.id)`

/** What is selected of a model; `toModelConfigRow` reads it. */
export const modelFields = { ...getTableColumns(modelConfigs), secrets }
