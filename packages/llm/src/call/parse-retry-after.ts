type Headers = Record<string, string | string[] | undefined>

/**
 * How long a response asks to wait, in milliseconds, by `retry-after-ms` or `retry-after` (seconds or an HTTP date).
 * A moment in the past is 0. Null where the response asks nothing that can be understood.
 */
export function parseRetryAfter(headers: Headers, now: Date): number | null {
  const inMs = parseNumber(headers['retry-after-ms'])
  if (inMs !== null) return Math.max(0, inMs)
  const seconds = parseNumber(headers['retry-after'])
  if (seconds !== null) return Math.max(0, Math.round(seconds * 1000))
  const date = Date.parse(first(headers['retry-after']))
  return Number.isNaN(date) ? null : Math.max(0, date - now.getTime())
}

function parseNumber(value: string | string[] | undefined): number | null {
  const text = first(value)
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : null
}

function first(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value)?.trim() ?? ''
}
