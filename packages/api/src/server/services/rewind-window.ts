import {
  rewindWindow as archive,
  undoRewind as bringBack,
  type RewindOutcome,
  type Scope,
} from '@chatmore/db'
import type { RewindResult } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { AppError, requireFound } from '../errors/app-error.ts'
import { windowBusy } from './require-ready-windows.ts'

type Parts = Pick<Dependencies, 'database' | 'engine'> & { scope: Scope }

/** Archives a window's messages from an input on, or all of them. While the window answers, nothing is archived. */
export async function rewindWindow(
  parts: Parts,
  { id, messageId }: { id: string; messageId?: string },
): Promise<RewindResult> {
  const outcome = await archive(parts.database, parts.scope, { windowId: id, messageId })
  const what = messageId === undefined ? 'this window' : 'this input of the window'
  return announce(parts, requireFound(outcome, what))
}

/** Brings back what a rewind archived; what was written in its place is archived by another one, whose id this gives. */
export async function undoRewind(parts: Parts, rewindId: string): Promise<RewindResult> {
  const outcome = requireFound(await bringBack(parts.database, parts.scope, rewindId), 'this rewind')
  if (outcome.outcome !== 'superseded') return announce(parts, outcome)
  const rule = 'follows messages that are archived themselves: bring those back first'
  throw new AppError('CONFLICT', `rewindId: ${rule}`, { fields: { rewindId: rule } })
}

async function announce({ engine }: Parts, outcome: RewindOutcome): Promise<RewindResult> {
  if (outcome.outcome === 'busy') {
    throw windowBusy([{ id: outcome.windowId, runningMessageId: outcome.runningMessageId }])
  }
  await engine.announceSession(outcome.sessionId)
  return { rewindId: outcome.rewindId }
}
