import type { ModelConfigRow } from '../../records/model-config.ts'
import type { ModelSecretRow } from '../../records/model-secret.ts'
import type { modelConfigs } from '../../schema/model-configs.ts'
import { toIso } from '../to-iso.ts'

type Selected = typeof modelConfigs.$inferSelect & { secrets: string | object[] | null }

export function toModelConfigRow(row: Selected): ModelConfigRow {
  return {
    ...row,
    tags: row.tags ?? [],
    callOptions: row.callOptions ?? {},
    secrets: toSecrets(row.secrets),
    removedAt: toIso(row.removedAt),
    createdAt: toIso(row.createdAt),
    updatedAt: toIso(row.updatedAt),
  }
}

/** The oldest first. Some servers' JSON the driver has parsed already. */
function toSecrets(json: Selected['secrets']): ModelSecretRow[] {
  const rows = (typeof json === 'string' ? JSON.parse(json) : (json ?? [])) as ModelSecretRow[]
  return rows
    .map((row) => ({
      ...row,
      setAsideAt: readMoment(row.setAsideAt),
      restsUntil: readMoment(row.restsUntil),
      refusedAt: readMoment(row.refusedAt),
      createdAt: readMoment(row.createdAt) ?? '',
    }))
    .sort((one, other) => (one.createdAt + one.id < other.createdAt + other.id ? -1 : 1))
}

/** A moment in UTC as a database writes it into JSON. */
function readMoment(text: string | null): string | null {
  return text === null ? null : new Date(`${text.replace(' ', 'T')}Z`).toISOString()
}
