/** `950`, `1.2k`, `34k`: as a person reads it at a glance. */
export function formatTokens(tokens: number, locale: string): string {
  if (tokens < 1000) return tokens.toLocaleString(locale)
  const thousands = tokens / 1000
  return `${thousands.toLocaleString(locale, { maximumFractionDigits: thousands < 10 ? 1 : 0 })}k`
}

/** Small amounts keep two significant digits, so that a cheap answer does not look free. */
export function formatCost(cost: string, currency: string, locale: string): string {
  const amount = Number(cost)
  const digits =
    amount !== 0 && amount < 0.01
      ? { maximumSignificantDigits: 2 }
      : { maximumFractionDigits: amount < 1 ? 3 : 2 }
  return amount.toLocaleString(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: 0,
    ...digits,
  })
}

const chineseUnits = { milliseconds: '毫秒', seconds: '秒' }
const units = { milliseconds: 'ms', seconds: 's' }

/** `80 ms`, `0.4 s`, `12 s`, `3:05`; in Chinese `0.4 秒`. */
export function formatDuration(milliseconds: number, locale: string): string {
  const unit = locale.startsWith('zh') ? chineseUnits : units
  if (milliseconds < 95) return `${Math.round(milliseconds)} ${unit.milliseconds}`
  const seconds = milliseconds / 1000
  if (seconds >= 60) return formatMinutes(Math.round(seconds))
  const text = seconds.toLocaleString(locale, {
    minimumFractionDigits: seconds < 10 ? 1 : 0,
    maximumFractionDigits: seconds < 10 ? 1 : 0,
  })
  return `${text} ${unit.seconds}`
}

function formatMinutes(seconds: number): string {
  const rest = String(seconds % 60).padStart(2, '0')
  return `${Math.floor(seconds / 60)}:${rest}`
}
