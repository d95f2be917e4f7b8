import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import { newId } from '../../new-id.ts'
import type { Scope } from '../../records/scope.ts'
import type { SessionRecord, SessionValues } from '../../records/session.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { listWindows } from '../windows/list-windows.ts'
import { toWindowRow } from '../windows/to-window-row.ts'
import { requirePersonalWorkspace } from '../workspaces/require-personal-workspace.ts'

/** Creates a session in the user's personal workspace, its windows in the order given. */
export function createSession(db: Database, scope: Scope, values: SessionValues): Promise<SessionRecord> {
  return transact(db, async (tx) => {
    const now = new Date()
    const session = {
      id: values.id ?? newId(),
      title: values.title ?? '',
      systemMessage: values.systemMessage ?? null,
      initialBroadcastDone: false,
      blind: values.blind ?? false,
      pinned: false,
      archived: false,
      createdAt: now,
      updatedAt: now,
    }
    const workspaceId = await requirePersonalWorkspace(tx, scope)
    await tx
      .insert(chatSessions)
      .values({ ...session, titleTyped: session.title !== '', workspaceId, userId: scope.userId })
    const rows = values.windows.map((window, position) => toWindowRow(session.id, window, position))
    if (rows.length > 0) await tx.insert(chatWindows).values(rows)
    const windows = await listWindows(tx, session.id)
    return { ...session, tags: [], windows, createdAt: now.toISOString(), updatedAt: now.toISOString() }
  })
}
