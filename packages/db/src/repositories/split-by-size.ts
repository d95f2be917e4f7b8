/** MariaDB takes statements of at most 16 MB unless told otherwise; a UTF-16 unit takes up to three bytes, or two escaped. */
const MAX_STATEMENT_UNITS = 4_000_000

/** Cuts rows into parts whose texts fit into one statement each. `toLength` counts a row's UTF-16 units. */
export function splitBySize<Row>(rows: Row[], toLength: (row: Row) => number): Row[][] {
  const parts: Row[][] = []
  let room = 0
  for (const row of rows) {
    const length = toLength(row)
    if (length > room || parts.length === 0) {
      parts.push([])
      room = MAX_STATEMENT_UNITS
    }
    parts.at(-1)?.push(row)
    room -= length
  }
  return parts
}
