import type { Price } from '../records/model-config.ts'

const PRICE_PLACES = 6
/** Tokens times a price per million, both as integers: the price's places and the million's six zeros. */
const PRODUCT_PLACES = PRICE_PLACES + 6
const COST_PLACES = 10
const MAX_COST = 10n ** 20n - 1n

/** The exact cost of a call as a decimal string, rounded half up at ten places, capped at what the column holds. */
export function computeCost(price: Price, promptTokens: number, completionTokens: number): string {
  const product =
    BigInt(promptTokens) * toInteger(price.inputPerMillion) +
    BigInt(completionTokens) * toInteger(price.outputPerMillion)
  const divisor = 10n ** BigInt(PRODUCT_PLACES - COST_PLACES)
  const rounded = (product + divisor / 2n) / divisor
  return toDecimal(rounded > MAX_COST ? MAX_COST : rounded)
}

function toInteger(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.')
  return BigInt(whole + fraction.slice(0, PRICE_PLACES).padEnd(PRICE_PLACES, '0'))
}

function toDecimal(value: bigint): string {
  const digits = value.toString().padStart(COST_PLACES + 1, '0')
  return trimDecimal(`${digits.slice(0, -COST_PLACES)}.${digits.slice(-COST_PLACES)}`)
}

/** Without the zeros that only fill a column's places: `0.0120000000` is `0.012`. */
export function trimDecimal(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal
}
