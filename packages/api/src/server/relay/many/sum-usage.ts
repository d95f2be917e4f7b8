import { isObject, type Json } from './many-answers.ts'

/** Adds up what several answers used, details as well. */
export function sumUsage(told: Json[]): Json {
  const sum: Json = {}
  for (const usage of told) addTo(sum, usage)
  return sum
}

function addTo(sum: Json, usage: Json): void {
  for (const [name, value] of Object.entries(usage)) {
    const known = Object.hasOwn(sum, name) ? sum[name] : undefined
    if (typeof value === 'number') sum[name] = (typeof known === 'number' ? known : 0) + value
    else if (isObject(value)) {
      const inner = isObject(known) ? known : {}
      addTo(inner, value)
      sum[name] = inner
    }
  }
}
