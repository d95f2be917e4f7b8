import { and, asc, eq, isNotNull, isNull, sql, type SQL } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { TargetWindow } from '../../records/message.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { messages } from '../../schema/messages.ts'
import { modelConfigs } from '../../schema/model-configs.ts'

/** The session's windows as a send sees them. Call it with the session locked: then nothing of it changes until the commit. */
export async function listTargetWindows(tx: Database, sessionId: string): Promise<TargetWindow[]> {
  const rows = await tx
    .select({
      id: chatWindows.id,
      name: chatWindows.name,
      useGlobalInput: chatWindows.useGlobalInput,
      model: {
        id: modelConfigs.id,
        name: modelConfigs.name,
        enabled: modelConfigs.enabled,
        isDemo: modelConfigs.isDemo,
        removedAt: modelConfigs.removedAt,
      },
      runningMessageId: runningMessageId(tx),
      nextSeq: nextSeq(tx),
    })
    .from(chatWindows)
    .innerJoin(modelConfigs, eq(modelConfigs.id, chatWindows.modelId))
    .where(and(eq(chatWindows.sessionId, sessionId), isNull(chatWindows.removedAt)))
    .orderBy(asc(chatWindows.position), asc(chatWindows.id))
  return rows.map(({ model: { removedAt, ...model }, ...window }) => ({
    ...window,
    model: { ...model, removed: removedAt !== null },
  }))
}

function runningMessageId(tx: Database): SQL<string | null> {
  const running = tx
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        eq(messages.sessionId, chatWindows.sessionId),
        eq(messages.windowId, chatWindows.id),
        isNotNull(messages.leaseOwner),
      ),
    )
    .limit(1)
  return sql`(${running})`
}

function nextSeq(tx: Database): SQL<number> {
  const last = tx
    .select({ next: sql`COALESCE(MAX(${messages.seq}), 0) + 1` })
    .from(messages)
    .where(eq(messages.windowId, chatWindows.id))
  return sql`(${last})`.mapWith(Number)
}
