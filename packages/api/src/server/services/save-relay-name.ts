import {
  createRelayName as insert,
  DuplicateKeyError,
  listModelConfigs,
  updateRelayName as update,
  type AuditDetails,
  type Database,
  type ModelConfigRow,
  type RelayNameRow,
} from '@chatmore/db'
import type { RelayName, RelayNameCreateInput, RelayNameUpdateInput } from '../../contract/index.ts'
import { audited, type AuditSource } from '../audit/audited.ts'
import { AppError, invalidInput, requireFound } from '../errors/app-error.ts'
import { toRelayName, type RelayNameParts } from './to-relay-name.ts'

type Parts = RelayNameParts & AuditSource

export async function createRelayName(parts: Parts, input: RelayNameCreateInput): Promise<RelayName> {
  const row = await audited(parts, async (database, note) => {
    const models = await requireGood(database, input)
    const created = await insert(database, input)
    note({ action: 'relayName.created', target: created, details: describe(created, models) })
    return created
  }).catch(refuseTaken)
  return toRelayName(parts, row)
}

export async function updateRelayName(parts: Parts, input: RelayNameUpdateInput): Promise<RelayName> {
  const { id, ...patch } = input
  const row = await audited(parts, async (database, note) => {
    const { before, after } = requireFound(await update(database, id, patch), 'this relay name')
    const models = await requireGood(database, patch, before)
    const renamed: AuditDetails = before.name === after.name ? {} : { before: before.name, after: after.name }
    note({ action: 'relayName.updated', target: after, details: { ...renamed, ...describe(after, models) } })
    return after
  }).catch(refuseTaken)
  return toRelayName(parts, row)
}

function describe({ mode, modelIds }: RelayNameRow, models: ModelConfigRow[]): AuditDetails {
  const names = modelIds.flatMap((id) => models.find((model) => model.id === id)?.name ?? [])
  return { mode, behind: names.join(', ') }
}

/** A model's own name is asked for the model. One that was removed meanwhile may stay where it was: it is passed over. */
async function requireGood(
  database: Database,
  { name, modelIds = [] }: Omit<RelayNameUpdateInput, 'id'>,
  before: RelayNameRow | null = null,
): Promise<ModelConfigRow[]> {
  const models = await listModelConfigs(database)
  const known = new Set([...models.map(({ id }) => id), ...(before?.modelIds ?? [])])
  const isModel = name !== before?.name && models.some((model) => model.name === name || model.id === name)
  const fields = [
    ...(isModel ? [['name', 'is the name of a model'] as const] : []),
    ...modelIds.flatMap((id, at) =>
      known.has(id) ? [] : [[`modelIds.${at}`, 'is not a known model'] as const],
    ),
  ]
  if (fields.length > 0) throw invalidInput(Object.fromEntries(fields))
  return models
}

function refuseTaken(error: unknown): never {
  if (!(error instanceof DuplicateKeyError)) throw error
  const rule = 'is taken by another relay name'
  throw new AppError('CONFLICT', `name: ${rule}`, { fields: { name: rule }, cause: error })
}
