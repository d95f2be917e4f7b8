import { and, eq, gt, sql } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { ChatWindowRecord, WindowValues } from '../../records/session.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { toWindowRow } from './to-window-row.ts'

/** Adds a window right behind another of its session, which is locked. Gives its id. */
export async function insertWindowBeside(
  tx: Database,
  beside: Pick<ChatWindowRecord, 'sessionId' | 'position' | 'useGlobalInput'>,
  values: WindowValues,
): Promise<string> {
  const { sessionId, position, useGlobalInput } = beside
  await tx
    .update(chatWindows)
    .set({ position: sql`${chatWindows.position} + 1` })
    .where(and(eq(chatWindows.sessionId, sessionId), gt(chatWindows.position, position)))
  const row = { ...toWindowRow(sessionId, values, position + 1), useGlobalInput }
  await tx.insert(chatWindows).values(row)
  return row.id
}
