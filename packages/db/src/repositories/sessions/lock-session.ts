import { and, eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { LockedSession } from '../../records/message.ts'
import type { Scope } from '../../records/scope.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { sessionInScope } from '../in-scope.ts'

/** Locks the session's row until the transaction ends: whoever else sends, retries or arranges windows in it waits. */
export async function lockSession(tx: Database, scope: Scope, id: string): Promise<LockedSession | null> {
  const [row] = await tx
    .select({
      id: chatSessions.id,
      title: chatSessions.title,
      initialBroadcastDone: chatSessions.initialBroadcastDone,
      workspaceId: chatSessions.workspaceId,
    })
    .from(chatSessions)
    .where(and(eq(chatSessions.id, id), sessionInScope(scope)))
    .for('update')
  return row ?? null
}
