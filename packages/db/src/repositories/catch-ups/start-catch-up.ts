import { and, eq } from 'drizzle-orm'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import { newId } from '../../new-id.ts'
import type { StartCatchUpRequest, StartedCatchUp } from '../../records/catch-up.ts'
import type { Scope } from '../../records/scope.ts'
import { catchUps } from '../../schema/catch-ups.ts'
import { appendAttempt } from '../messages/append-attempt.ts'
import { lockSession } from '../sessions/lock-session.ts'
import { findWindow } from '../windows/find-window.ts'
import { findLastAttempt } from './find-last-attempt.ts'
import { countInputs } from './missing-inputs.ts'

/**
 * Notes that a window is to be given the inputs of another one of its session; one that was held up goes on where it was,
 * with another attempt at that answer. Null where the user has no such windows in one session.
 */
export function startCatchUp(
  db: Database,
  scope: Scope,
  request: StartCatchUpRequest,
): Promise<StartedCatchUp | null> {
  const { windowId, fromWindowId } = request
  return transact(db, async (tx) => {
    const [window, source] = [
      await findWindow(tx, scope, windowId),
      await findWindow(tx, scope, fromWindowId),
    ]
    if (!window || !source || window.sessionId !== source.sessionId) return null
    const { sessionId } = window
    if (!(await lockSession(tx, scope, sessionId))) return null
    const isSame = and(eq(catchUps.windowId, windowId), eq(catchUps.fromWindowId, fromWindowId))
    const [known] = await tx.select().from(catchUps).where(isSame)
    if (!known) {
      await begin(tx, { windowId, fromWindowId })
      return { sessionId, assistantMessageId: null }
    }
    await tx.update(catchUps).set({ status: 'running', updatedAt: new Date() }).where(isSame)
    const { status, inputId } = known
    const isHeldUp = status === 'failed' && inputId !== null
    return {
      sessionId,
      assistantMessageId: isHeldUp ? await askAgain(tx, scope, { ...request, inputId }) : null,
    }
  })
}

async function begin(tx: Database, request: { windowId: string; fromWindowId: string }): Promise<void> {
  const now = new Date()
  await tx.delete(catchUps).where(eq(catchUps.windowId, request.windowId))
  const total = await countInputs(tx, { ...request, afterSeq: 0 })
  const state = { status: 'running' as const, afterSeq: 0, inputId: null, done: 0, total }
  await tx.insert(catchUps).values({ ...request, ...state, id: newId(), createdAt: now, updatedAt: now })
}

/** Unless the person has done so meanwhile, or archived it. */
async function askAgain(
  tx: Database,
  scope: Scope,
  { inputId, ...values }: StartCatchUpRequest & { inputId: string },
): Promise<string | null> {
  const answer = await findLastAttempt(tx, inputId)
  if (!answer || answer.archivedBy !== null || answer.status === 'done') return null
  const attempt = await appendAttempt(tx, scope, { ...values, messageId: answer.id })
  return attempt?.outcome === 'appended' ? attempt.assistantMessageId : null
}

/** Ends it; what was replayed stays. False where the user has no such window. */
export function stopCatchUp(db: Database, scope: Scope, windowId: string): Promise<boolean> {
  return transact(db, async (tx) => {
    if (!(await findWindow(tx, scope, windowId))) return false
    await tx.delete(catchUps).where(eq(catchUps.windowId, windowId))
    return true
  })
}
