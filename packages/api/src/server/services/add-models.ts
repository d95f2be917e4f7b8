import { listModelConfigs, type ModelConfigRow } from '@chatmore/db'
import type { ModelAddManyInput, ModelConfig } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { AppError } from '../errors/app-error.ts'
import { createModel } from './create-model.ts'
import { tryToOpen } from './open-endpoint.ts'
import { requireModel } from './require-model.ts'
import { isSameOrigin } from './resolve-endpoint.ts'

type Parts = Pick<Dependencies, 'database' | 'secretBox'>

/** Adds models of one endpoint, all or none. Call it in a transaction. */
export async function addModels(parts: Parts, input: ModelAddManyInput): Promise<ModelConfig[]> {
  const { models, id: _id, ...endpoint } = input
  refuseDuplicates(input, await listModelConfigs(parts.database))
  const apiKey = input.apiKey || (input.apiKey === null ? null : await lendKey(parts, input))
  const added: ModelConfig[] = []
  for (const model of models) added.push(await createModel(parts, { ...endpoint, ...model, apiKey }))
  return added
}

/** The key of the saved model, which an address elsewhere must not receive. */
async function lendKey(
  { database, secretBox }: Parts,
  { id, apiBase }: ModelAddManyInput,
): Promise<string | null> {
  if (id === undefined) return null
  const lender = await requireModel({ database }, id)
  if (lender.isDemo || !isSameOrigin(lender.apiBase, apiBase)) return null
  const keys = lender.secrets.filter(({ kind }) => kind === 'key')
  return keys.map((key) => tryToOpen(secretBox, key)).find((value) => value !== null) ?? null
}

function refuseDuplicates({ apiBase, models }: ModelAddManyInput, rows: ModelConfigRow[]): void {
  const known = new Map(
    rows.filter((row) => isSameBase(row.apiBase, apiBase)).map((row) => [row.model, row.name]),
  )
  const fields = models.flatMap(({ model }, at): [string, string][] => {
    const field = `models.${at}.model`
    const name = known.get(model)
    if (name !== undefined) return [[field, `${model} is in the list already, as ${name}`]]
    const isTwice = models.findIndex((each) => each.model === model) < at
    return isTwice ? [[field, `${model} is chosen twice`]] : []
  })
  if (fields.length === 0) return
  const message = fields.map(([, rule]) => rule).join('; ')
  throw new AppError('CONFLICT', message, { fields: Object.fromEntries(fields) })
}

/** Whether both lead to the same endpoint, however they end. */
export function isSameBase(one: string, other: string): boolean {
  return one.replace(/\/+$/, '') === other.replace(/\/+$/, '')
}
