import { touchApiKey, type Database } from '@chatmore/db'

/** The database keeps the minute of a key's last use. */
const INTERVAL_MS = 60_000
const MAX_REMEMBERED = 10_000

export type NoteKeyUse = (id: string) => Promise<void>

/** Notes when API keys were used, without a statement for each call of a busy one. */
export function createKeyNotes(database: Database): NoteKeyUse {
  const notedAt = new Map<string, number>()
  return async (id) => {
    const now = Date.now()
    if (now - (notedAt.get(id) ?? 0) < INTERVAL_MS) return
    if (notedAt.size >= MAX_REMEMBERED) notedAt.clear()
    notedAt.set(id, now)
    await touchApiKey(database, id)
  }
}
