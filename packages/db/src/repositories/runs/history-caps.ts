import { sql, type SQL } from 'drizzle-orm'

export const MAX_HISTORY_ROWS = 400
const MAX_BYTES = 4 * 1024 * 1024
const MAX_BYTES_OF_UNKNOWN_CONTEXT = 1024 * 1024
/** More than any tokenizer puts into a token on average, so that the cap never takes what the model has room for. */
const BYTES_PER_TOKEN = 16

/** How much of a window's text is loaded for a model of so many tokens. */
export function toByteCap(tokens: SQL): SQL {
  const known = sql`${tokens} * ${sql.raw(String(BYTES_PER_TOKEN))}`
  const [unknown, most] = [MAX_BYTES_OF_UNKNOWN_CONTEXT, MAX_BYTES].map((bytes) => sql.raw(String(bytes)))
  return sql`LEAST(COALESCE(${known}, ${unknown}), ${most})`
}
