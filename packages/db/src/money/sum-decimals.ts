import { trimDecimal } from './compute-cost.ts'

const PLACES = 10

/** The exact sum of decimal strings of at most ten places, such as costs. */
export function sumDecimals(decimals: Iterable<string>): string {
  let sum = 0n
  for (const decimal of decimals) sum += toUnits(decimal)
  const digits = sum.toString().padStart(PLACES + 1, '0')
  return trimDecimal(`${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`)
}

function toUnits(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.')
  return BigInt(whole + fraction.slice(0, PLACES).padEnd(PLACES, '0'))
}
