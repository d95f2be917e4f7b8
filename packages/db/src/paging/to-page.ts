import type { Page } from '../records/page.ts'

const DEFAULT_LIMIT = 50
const MAX_LIMIT = 100

export function toLimit(limit: number | undefined): number {
  return Math.min(Math.max(limit ?? DEFAULT_LIMIT, 1), MAX_LIMIT)
}

/** A page of rows of which one more than `limit` was asked for, to see whether there are more. */
export function toPage<Row>(rows: Row[], limit: number, toCursor: (last: Row) => string): Page<Row> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last ? toCursor(last) : null }
}
