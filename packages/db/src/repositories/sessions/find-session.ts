import { and, eq, isNull, type SQL } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { Scope } from '../../records/scope.ts'
import type { SessionRecord } from '../../records/session.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { sessionInScope } from '../in-scope.ts'
import { findTags } from './session-page.ts'
import { listWindows } from '../windows/list-windows.ts'

/** The user's session with its windows in order. */
export function findSession(db: Database, scope: Scope, id: string): Promise<SessionRecord | null> {
  return findOne(db, and(eq(chatSessions.id, id), sessionInScope(scope)))
}

/** Whether the user has this session: the right to it alone, in one statement. */
export async function hasSession(db: Database, scope: Scope, id: string): Promise<boolean> {
  const rows = await db
    .select({ id: chatSessions.id })
    .from(chatSessions)
    .where(and(eq(chatSessions.id, id), sessionInScope(scope)))
  return rows.length > 0
}

/** Whoever's session it is: for the engine, which acts on ids that were checked before. */
export function findSessionUnscoped(db: Database, id: string): Promise<SessionRecord | null> {
  return findOne(db, and(eq(chatSessions.id, id), isNull(chatSessions.removedAt)))
}

async function findOne(db: Database, condition: SQL | undefined): Promise<SessionRecord | null> {
  const [row] = await db.select().from(chatSessions).where(condition)
  if (!row) return null
  return {
    id: row.id,
    title: row.title,
    systemMessage: row.systemMessage,
    initialBroadcastDone: row.initialBroadcastDone,
    blind: row.blind,
    pinned: row.pinned,
    archived: row.archived,
    tags: (await findTags(db, [row.id])).get(row.id) ?? [],
    windows: await listWindows(db, row.id),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
