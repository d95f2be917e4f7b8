import { listModelConfigs, type Database } from '@chatmore/db'
import type { ModelDiscoverResult } from '../../contract/index.ts'
import { proposeModel } from '../prices/propose-model.ts'
import { isSameBase } from './add-models.ts'

/** What is proposed for each of the models that an endpoint lists. */
export async function offerModels(
  database: Database,
  apiBase: string,
  names: string[],
): Promise<Pick<ModelDiscoverResult, 'offers' | 'pricesAsOf'>> {
  const rows = names.length > 0 ? await listModelConfigs(database) : []
  const added = new Set(rows.filter((row) => isSameBase(row.apiBase, apiBase)).map(({ model }) => model))
  const proposals = names.map((model) => ({ model, ...proposeModel(apiBase, model) }))
  return {
    offers: proposals.map(({ asOf: _asOf, ...offer }) => ({ ...offer, isAdded: added.has(offer.model) })),
    pricesAsOf: proposals.find(({ asOf }) => asOf !== null)?.asOf ?? null,
  }
}
