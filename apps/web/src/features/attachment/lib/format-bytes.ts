const STEP = 1024
const units = ['byte', 'kilobyte', 'megabyte'] as const

/** A size as people read it: "812 kB", "1.4 MB", in Chinese "28 字节" with the space that there is before Latin units. */
export function formatBytes(bytes: number, locale: string): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(STEP)))
  const amount = bytes / STEP ** power
  const text = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power === 2 && amount < 10 ? 1 : 0,
  }).format(amount)
  return text.replace(/(\d)(\p{Script=Han})/u, '$1 $2')
}
