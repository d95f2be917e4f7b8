import { and, asc, eq } from 'drizzle-orm'
import { createHash } from 'node:crypto'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import type { AdvanceOutcome, AdvanceRequest, RunningCatchUp } from '../../records/catch-up.ts'
import type { TargetWindow } from '../../records/message.ts'
import { catchUps } from '../../schema/catch-ups.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { messages } from '../../schema/messages.ts'
import { appendAttempt } from '../messages/append-attempt.ts'
import { appendTurns } from '../messages/append-turns.ts'
import { lockWindow } from '../rewinds/lock-window.ts'
import { findLastAttempt } from './find-last-attempt.ts'
import { countInputs, missingInputs } from './missing-inputs.ts'

/** An answer that a lost server left interrupted is asked for again by itself so many times. */
const MOST_ATTEMPTS = 3

type CatchUpRow = typeof catchUps.$inferSelect

interface Step {
  row: CatchUpRow
  sessionId: string
  target: TargetWindow
  request: AdvanceRequest
}

/** The windows that are being given another's inputs, whoever's. */
export async function listRunningCatchUps(db: Database): Promise<RunningCatchUp[]> {
  return db
    .select({ windowId: catchUps.windowId, userId: chatSessions.userId })
    .from(catchUps)
    .innerJoin(chatWindows, eq(chatWindows.id, catchUps.windowId))
    .innerJoin(chatSessions, eq(chatSessions.id, chatWindows.sessionId))
    .where(eq(catchUps.status, 'running'))
}

/**
 * Takes the next step of a window's catching up, if it is time for one: the session's row is locked meanwhile, so that of
 * several instances one takes it, and a unique key refuses an input that was given already.
 */
export function advanceCatchUp(db: Database, request: AdvanceRequest): Promise<AdvanceOutcome> {
  const { windowId, userId } = request
  const work = async (tx: Database): Promise<AdvanceOutcome> => {
    const locked = await lockWindow(tx, { userId }, windowId)
    // The window is gone, or the right to it.
    if (!locked) return end(tx, windowId)
    const isRunning = and(eq(catchUps.windowId, windowId), eq(catchUps.status, 'running'))
    const [row] = await tx.select().from(catchUps).where(isRunning)
    if (!row) return { outcome: 'over', sessionId: null }
    if (locked.target.runningMessageId !== null) return { outcome: 'waiting', sessionId: null }
    return settleLast(tx, { row, ...locked, request })
  }
  return transact(db, work, { isRepeatable: true })
}

async function end(tx: Database, windowId: string): Promise<AdvanceOutcome> {
  await tx.delete(catchUps).where(eq(catchUps.windowId, windowId))
  return { outcome: 'over', sessionId: null }
}

/** The last turn must be done before the next; one that the person has archived counts as done. */
async function settleLast(tx: Database, step: Step): Promise<AdvanceOutcome> {
  const { row, sessionId, request } = step
  if (row.inputId === null) return giveNext(tx, step, row.done)
  const answer = await findLastAttempt(tx, row.inputId)
  if (!answer || answer.archivedBy !== null || answer.status === 'done')
    return giveNext(tx, step, row.done + 1)
  if (answer.status !== 'interrupted' || answer.attempt >= MOST_ATTEMPTS) return fail(tx, step)
  const scope = { userId: request.userId }
  const attempt = await appendAttempt(tx, scope, { ...request, messageId: answer.id })
  if (attempt?.outcome !== 'appended') return fail(tx, step)
  return { outcome: 'begun', sessionId, assistantMessageId: attempt.assistantMessageId }
}

async function fail(tx: Database, { row, sessionId }: Step): Promise<AdvanceOutcome> {
  await save(tx, row, { status: 'failed' })
  return { outcome: 'changed', sessionId }
}

async function giveNext(tx: Database, step: Step, done: number): Promise<AdvanceOutcome> {
  const { row, sessionId, target, request } = step
  const [input] = await tx
    .select()
    .from(messages)
    .where(missingInputs(row))
    .orderBy(asc(messages.seq))
    .limit(1)
  if (!input) {
    await end(tx, row.windowId)
    return { outcome: 'changed', sessionId }
  }
  if (!request.mayUse(target.model)) {
    await save(tx, row, { status: 'failed', done, inputId: null })
    return { outcome: 'changed', sessionId }
  }
  const total = done + (await countInputs(tx, row))
  const clientMessageId = `cu_${row.id}_${input.id}`
  const { result } = await appendTurns(tx, {
    sessionId,
    clientMessageId,
    requestHash: createHash('sha256').update(clientMessageId).digest('hex'),
    content: input.content,
    attachments: input.attachments ?? undefined,
    windows: [target],
    owner: request.owner,
    broadcastGroupId: input.broadcastGroupId,
  })
  const [turn] = result.turns
  if (!turn) throw new Error('The turn was not written.')
  await save(tx, row, { afterSeq: input.seq, inputId: turn.userMessageId, done, total })
  return { outcome: 'begun', sessionId, assistantMessageId: turn.assistantMessageId }
}

async function save(tx: Database, row: CatchUpRow, change: Partial<CatchUpRow>): Promise<void> {
  await tx
    .update(catchUps)
    .set({ ...change, updatedAt: new Date() })
    .where(eq(catchUps.windowId, row.windowId))
}
