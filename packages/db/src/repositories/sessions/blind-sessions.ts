import { and, eq, inArray } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { Scope } from '../../records/scope.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { sessionInScope } from '../in-scope.ts'

/** Which of the sessions hide their models, whoever's and whether removed or not: for what decides about showing them. */
export async function listBlindSessions(db: Database, ids: string[]): Promise<Map<string, boolean>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: chatSessions.id, blind: chatSessions.blind })
    .from(chatSessions)
    .where(inArray(chatSessions.id, ids))
  return new Map(rows.map(({ id, blind }) => [id, blind]))
}

/** Shows a session's models from now on. Nothing where they are shown already. */
export async function revealSession(db: Database, scope: Scope, id: string): Promise<void> {
  await db
    .update(chatSessions)
    .set({ blind: false, updatedAt: new Date() })
    .where(and(eq(chatSessions.id, id), eq(chatSessions.blind, true), sessionInScope(scope)))
}

/** Those of the windows whose session hides its models, whoever's. */
export async function listBlindWindows(db: Database, ids: string[]): Promise<{ id: string; name: string }[]> {
  if (ids.length === 0) return []
  return db
    .select({ id: chatWindows.id, name: chatWindows.name })
    .from(chatWindows)
    .innerJoin(chatSessions, eq(chatSessions.id, chatWindows.sessionId))
    .where(and(inArray(chatWindows.id, ids), eq(chatSessions.blind, true)))
}
