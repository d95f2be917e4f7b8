import { findSession, updateWindow, type Database } from '@chatmore/db'
import { fillMessages } from '@chatmore/db/testing'
import { toStreamText } from '../../load/order.ts'
import type { Reader } from '../target.ts'
import { createAccount } from './create-account.ts'
import { openWatcher } from './open-watcher.ts'
import type { ChatMore } from './start-chatmore.ts'

export interface FilledOptions {
  target: ChatMore
  db: Database
  turns: number
  textLength: number
}

/** A reader whose windows have a history of so many turns each. */
export async function openFilledRoom(options: FilledOptions, streams: number[]): Promise<Reader> {
  const { target, db, turns, textLength } = options
  const { userId, token } = await createAccount(db)
  const scope = { userId }
  const [sessionId = ''] = await fillMessages(db, {
    scope,
    modelId: target.modelId,
    sessions: 1,
    windowsPerSession: streams.length,
    turnsPerWindow: turns,
    textLength,
  })
  const session = await findSession(db, scope, sessionId)
  const streamOf = new Map<string, number>()
  for (const [index, window] of (session?.windows ?? []).entries()) {
    const stream = streams[index] ?? 0
    await updateWindow(db, scope, { id: window.id, systemMessage: toStreamText(stream) })
    streamOf.set(window.id, stream)
  }
  return openWatcher({ url: target.url, token, sessionId, streams: streamOf })
}
