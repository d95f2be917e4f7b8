import { and, eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { Scope } from '../../records/scope.ts'
import type { SessionPatch } from '../../records/session.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { countRows } from '../count-rows.ts'
import { sessionInScope } from '../in-scope.ts'

export interface UpdateSessionValues extends SessionPatch {
  id: string
}

/** Changes what the patch holds; an absent field stays. False where the user has no such session. */
export async function updateSession(
  db: Database,
  scope: Scope,
  values: UpdateSessionValues,
): Promise<boolean> {
  const { id, title, systemMessage } = values
  const result = await db
    .update(chatSessions)
    .set({ title, systemMessage, updatedAt: new Date() })
    .where(and(eq(chatSessions.id, id), sessionInScope(scope)))
  return countRows(result) > 0
}
