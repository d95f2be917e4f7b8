import { touchApiKeys, type Database } from '@chatmore/db'

/** The database keeps the minute of a key's last use. */
const INTERVAL_MS = 60_000
const MAX_REMEMBERED = 10_000

export type NoteKeyUse = (ids: string[]) => Promise<void>

/** Notes when API keys were used, without a statement for each call of a busy one. */
export function createKeyNotes(database: Database): NoteKeyUse {
  const notedAt = new Map<string, number>()
  return async (ids) => {
    const now = Date.now()
    const due = ids.filter((id) => now - (notedAt.get(id) ?? 0) >= INTERVAL_MS)
    if (due.length === 0) return
    if (notedAt.size + due.length > MAX_REMEMBERED) notedAt.clear()
    for (const id of due) notedAt.set(id, now)
    await touchApiKeys(database, due)
  }
}
