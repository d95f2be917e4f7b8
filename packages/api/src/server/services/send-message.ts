import { createHash } from 'node:crypto'
import {
  appendTurns,
  findBroadcast,
  listTargetWindows,
  lockSession,
  transact,
  type Database,
  type LockedSession,
  type Scope,
  type TargetWindow,
} from '@chatmore/db'
import { isBlank, type MessageSendInput, type SendResult } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { AppError, notFound, requireFound } from '../errors/app-error.ts'
import { requireReadyWindows } from './require-ready-windows.ts'

type Parts = Pick<Dependencies, 'database' | 'engine' | 'demo' | 'owner'> & { scope: Scope }

const TITLE_LENGTH = 60

/**
 * Writes a broadcast and its pending answers, in every target window or in none, and then has them run. A repeated
 * `clientMessageId` gets the first call's result: the session's row lock and a unique key decide, whoever comes first.
 */
export async function sendMessage(parts: Parts, input: MessageSendInput): Promise<SendResult> {
  const { result, isSessionChanged } = await transact(parts.database, (tx) => writeTurns(tx, parts, input))
  // A repeated send too: the first one's connection may have been lost between COMMIT and here. What runs is left alone.
  parts.engine.start(
    input.sessionId,
    result.turns.map((turn) => turn.assistantMessageId),
  )
  if (isSessionChanged) await parts.engine.announceSession(input.sessionId)
  return result
}

async function writeTurns(tx: Database, parts: Parts, input: MessageSendInput) {
  const session = requireFound(await lockSession(tx, parts.scope, input.sessionId), 'this session')
  const requestHash = hashRequest(input)
  // Before every other check: what was accepted once stays accepted, whatever has changed since.
  const earlier = await findBroadcast(tx, session.id, input.clientMessageId)
  if (earlier) return { result: requireSame(earlier, requestHash).result, isSessionChanged: false }
  const windows = chooseTargets(session, await listTargetWindows(tx, session.id), input.windowIds)
  requireReadyWindows(windows, parts.demo)
  const title = session.title === '' ? toTitle(input.content) : undefined
  const { sessionId, clientMessageId, content } = input
  const values = { sessionId, clientMessageId, requestHash, content, windows, owner: parts.owner, title }
  const isSessionChanged = title !== undefined || !session.initialBroadcastDone
  return { result: await appendTurns(tx, values), isSessionChanged }
}

/** What makes two sends the same. The order of the windows does not. */
function hashRequest({ sessionId, content, windowIds }: MessageSendInput): string {
  const windows = windowIds ? [...new Set(windowIds)].sort() : null
  return createHash('sha256')
    .update(JSON.stringify([sessionId, content, windows]))
    .digest('hex')
}

function requireSame<Earlier extends { requestHash: string }>(
  earlier: Earlier,
  requestHash: string,
): Earlier {
  if (earlier.requestHash === requestHash) return earlier
  throw new AppError('CONFLICT', 'clientMessageId: was used for another message of this session', {
    fields: { clientMessageId: 'was used for another message of this session' },
  })
}

/** The first input reaches every window, whatever the client names. Later ones go where they are sent. */
export function chooseTargets(
  session: Pick<LockedSession, 'initialBroadcastDone'>,
  windows: TargetWindow[],
  windowIds: string[] | undefined,
): TargetWindow[] {
  const targets = selectWindows(session, windows, windowIds)
  if (targets.length > 0) return targets
  const reason = windows.length === 0 ? 'this session has no window' : 'no window takes the global input'
  throw new AppError('NO_TARGET_WINDOW', reason)
}

function selectWindows(
  session: Pick<LockedSession, 'initialBroadcastDone'>,
  windows: TargetWindow[],
  windowIds: string[] | undefined,
): TargetWindow[] {
  if (!session.initialBroadcastDone) return windows
  if (!windowIds) return windows.filter((window) => window.useGlobalInput)
  const known = new Set(windows.map((window) => window.id))
  if (windowIds.some((id) => !known.has(id))) throw notFound('a window of windowIds')
  return windows.filter((window) => windowIds.includes(window.id))
}

/** The first line that says something, cut between characters and not within one. */
export function toTitle(content: string): string {
  const line = content.split('\n').find((text) => !isBlank(text)) ?? ''
  return [...line.replace(/\s+/g, ' ').trim()].slice(0, TITLE_LENGTH).join('')
}
