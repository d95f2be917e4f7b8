import { touchApiKeys, touchSignIns, type Database } from '@chatmore/db'

/** The database keeps the minute of a key's last use, and of a sign-in the ten minutes. */
const KEY_INTERVAL_MS = 60_000
const VISIT_INTERVAL_MS = 600_000
const MAX_REMEMBERED = 10_000

export type NoteKeyUse = (ids: string[]) => Promise<void>

/** Notes when API keys were used, without a statement for each call of a busy one. */
export function createKeyNotes(database: Database): NoteKeyUse {
  return createNotes(KEY_INTERVAL_MS, (ids) => touchApiKeys(database, ids))
}

/** The same for sign-ins. One that has just begun has nothing to note. */
export function createVisitNotes(database: Database) {
  const note = createNotes(VISIT_INTERVAL_MS, (ids) => touchSignIns(database, ids))
  return async (id: string, createdAt: Date): Promise<void> => {
    if (Date.now() - createdAt.getTime() >= VISIT_INTERVAL_MS) await note([id])
  }
}

function createNotes(intervalMs: number, touch: NoteKeyUse): NoteKeyUse {
  const notedAt = new Map<string, number>()
  return async (ids) => {
    const now = Date.now()
    const due = ids.filter((id) => now - (notedAt.get(id) ?? 0) >= intervalMs)
    if (due.length === 0) return
    if (notedAt.size + due.length > MAX_REMEMBERED) notedAt.clear()
    for (const id of due) notedAt.set(id, now)
    await touch(due)
  }
}
