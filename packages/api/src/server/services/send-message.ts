import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  appendTurns,
  noteBroadcast,
  readBroadcast,
  repeat,
  transact,
  type AppendedTurns,
  type AppendTurnsValues,
  type AttachmentRecord,
  type BroadcastState,
  type Database,
  type LockedSession,
  type Scope,
  type TargetWindow,
} from '@chatmore/db'
import type { MessageSendInput, SendResult } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { AppError, notFound, requireFound } from '../errors/app-error.ts'
import { describeError } from '../errors/describe-error.ts'
import { planTurns } from './plan-turns.ts'
import { keepFiles, requireFiles } from './require-files.ts'
import { requireReadyWindows } from './require-ready-windows.ts'
import { toTitle } from './to-title.ts'

type Used = 'titles' | 'database' | 'engine' | 'demo' | 'owner' | 'log' | 'secretBox' | 'keyTurns' | 'demoUrl'
type Parts = Pick<Dependencies, Used> & { scope: Scope }

/**
 * Writes a broadcast and its pending answers, in every target window or in none, and has them run. A repeated
 * `clientMessageId` gets the first call's result. Nothing is locked: unique keys decide who comes first, and whoever they
 * refuse looks again at what there is by then, as does one whose connection was lost at the commit.
 */
export async function sendMessage(parts: Parts, input: MessageSendInput): Promise<SendResult> {
  const sent = await repeat(parts.database, (db) => send(db, parts, input))
  const messageIds = sent.result.turns.map((turn) => turn.assistantMessageId)
  // A repeated send too: the first one's process may have lost its connection at the commit. What runs is left alone.
  parts.engine.start(input.sessionId, messageIds, sent.plans)
  if (sent.state) {
    // Its statement must not stand before the calls of the upstreams. Those go out one turn of the event loop later where
    // a connection was kept, for undici first looks whether it is there still.
    for (let turn = 0; turn < 2; turn += 1) await nextTurn()
    await note(parts, input, { ...sent, messageIds })
  }
  return sent.result
}

async function send(db: Database, parts: Parts, input: MessageSendInput) {
  const { sessionId, clientMessageId, content, windowIds } = input
  const state = requireFound(await readBroadcast(db, parts.scope, input), 'this session')
  const requestHash = hashRequest(input)
  // Before every other check: what was accepted once stays accepted, whatever has changed since.
  if (state.earlier) return { result: requireSame(state.earlier, requestHash).result }
  const windows = chooseTargets(state.session, state.windows, windowIds)
  requireReadyWindows(windows, parts.demo)
  const attachments = await requireFiles(db, parts.scope, input.attachmentIds)
  const values = {
    sessionId,
    clientMessageId,
    requestHash,
    content,
    attachments,
    windows,
    owner: parts.owner,
  }
  const { result, turns } = await write(db, values)
  const plans = planTurns(parts, { session: state.session, windows, turns })
  return { result, state, attachments, plans }
}

/** A transaction only where files are to be kept with it. */
function write(db: Database, values: AppendTurnsValues): Promise<AppendedTurns> {
  const { attachments } = values
  if (!attachments) return appendTurns(db, values)
  return transact(db, async (tx) => {
    await keepFiles(tx, attachments)
    return appendTurns(tx, values)
  })
}

interface Noted {
  state: BroadcastState
  attachments: AttachmentRecord[] | undefined
  messageIds: string[]
}

/** What the session shows of it. The message is sent, whatever becomes of this; the next one's note mends it. */
async function note(
  { database, engine, titles, scope, log }: Parts,
  { sessionId, content: said }: MessageSendInput,
  { state: { session }, attachments, messageIds }: Noted,
): Promise<void> {
  const content = said || listNames(attachments)
  try {
    const isThere = await noteBroadcast(database, sessionId, toTitle(content))
    if (!isThere) await engine.stop(messageIds)
    else if (session.title === '' || !session.initialBroadcastDone) await engine.announceSession(sessionId)
    const { workspaceId, title, initialBroadcastDone } = session
    const isFirst = !initialBroadcastDone && title === ''
    if (isThere && isFirst) titles.make({ scope, workspaceId, sessionId, content, messageIds })
  } catch (failure) {
    log.warn({ sessionId, error: describeError(failure) }, 'a sent message could not be noted on its session')
  }
}

/** What an input of files alone is called by. */
function listNames(attachments: AttachmentRecord[] = []): string {
  return attachments.map(({ name }) => name).join(', ')
}

/** What makes two sends the same. The order of the windows does not. */
function hashRequest({ sessionId, content, windowIds, attachmentIds = [] }: MessageSendInput): string {
  const windows = windowIds ? [...new Set(windowIds)].sort() : null
  const files = attachmentIds.length > 0 ? [attachmentIds] : []
  return createHash('sha256')
    .update(JSON.stringify([sessionId, content, windows, ...files]))
    .digest('hex')
}

/** Throws where the same client message was another one. */
export function requireSame<Earlier extends { requestHash: string }>(
  earlier: Earlier,
  requestHash: string,
): Earlier {
  if (earlier.requestHash === requestHash) return earlier
  throw new AppError('CONFLICT', 'clientMessageId: was used for another message of this session', {
    fields: { clientMessageId: 'was used for another message of this session' },
  })
}

/** The first input reaches every window, whatever the client names. Later ones go where they are sent. */
export function chooseTargets<Window extends TargetWindow>(
  session: Pick<LockedSession, 'initialBroadcastDone'>,
  windows: Window[],
  windowIds: string[] | undefined,
): Window[] {
  const targets = selectWindows(session, windows, windowIds)
  if (targets.length > 0) return targets
  const reason = windows.length === 0 ? 'this session has no window' : 'no window takes the global input'
  throw new AppError('NO_TARGET_WINDOW', reason)
}

function selectWindows<Window extends TargetWindow>(
  session: Pick<LockedSession, 'initialBroadcastDone'>,
  windows: Window[],
  windowIds: string[] | undefined,
): Window[] {
  if (!session.initialBroadcastDone) return windows
  if (!windowIds) return windows.filter((window) => window.useGlobalInput)
  const known = new Set(windows.map((window) => window.id))
  if (windowIds.some((id) => !known.has(id))) throw notFound('a window of windowIds')
  return windows.filter((window) => windowIds.includes(window.id))
}
