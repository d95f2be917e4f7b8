/** What a spreadsheet would take for a formula at the beginning of a cell, also behind white space. */
const FORMULA = /^[\s\0]*[=+\-@|%＝＋－＠]/

/** One line of CSV (RFC 4180). A cell that a spreadsheet would run is given as text, by a quotation mark before it. */
export function writeCsvLine(cells: readonly (string | number | boolean | null)[]): string {
  return `${cells.map(writeCell).join(',')}\r\n`
}

function writeCell(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
