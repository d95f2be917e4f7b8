import type { Price } from '../../contract/index.ts'
import { priceLists, type KnownModel, type PriceList } from './price-table.ts'

/** What is proposed for a model before anyone says otherwise. What nobody knows is null. */
export interface Proposal {
  name: string
  contextWindow: number | null
  price: Price | null
  /** The day on which the price was looked up; null where there is none. */
  asOf: string | null
}

/** A day that a name ends with stands for a fixed edition of the same model, at the same price. */
const EDITION = /-(\d{8}|\d{4}-\d{2}-\d{2})$/

/** A price only where its own maker is asked; the context window and the name go with the model, wherever it runs. */
export function proposeModel(apiBase: string, model: string): Proposal {
  const host = new URL(apiBase).host
  // Google lists its models as `models/<name>`.
  const listed = model.replace(/^models\//, '')
  const own = priceLists.find((list) => list.host === host)
  const sold = own && findIn(own, listed)
  const known = sold ?? findAnywhere(listed)
  return {
    name: known ? nameOf(known, listed) : listed,
    contextWindow: known?.contextWindow ?? null,
    price: sold ? { currency: 'USD', inputPerMillion: sold.input, outputPerMillion: sold.output } : null,
    asOf: sold ? own.asOf : null,
  }
}

function findIn({ models }: PriceList, model: string): KnownModel | undefined {
  const name = Object.hasOwn(models, model) ? model : model.replace(EDITION, '')
  return Object.hasOwn(models, name) ? models[name] : undefined
}

/** A reseller writes the maker before the name. */
function findAnywhere(model: string): KnownModel | undefined {
  const names = [model, model.slice(model.lastIndexOf('/') + 1)]
  return priceLists.flatMap((list) => names.flatMap((name) => findIn(list, name) ?? []))[0]
}

function nameOf({ name }: KnownModel, model: string): string {
  const edition = EDITION.exec(model)?.[1]
  return edition ? `${name} (${edition})` : name
}
