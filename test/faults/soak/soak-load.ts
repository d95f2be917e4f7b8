import type { Session } from '@chatmore/api/contract'
import { answersTo, type RecordingClient } from '../support/recording-client.ts'
import { endings, type Script } from '../support/script.ts'
import type { Rig } from '../support/start-rig.ts'
import { waitFor } from '../support/wait-for.ts'
import type { Random } from './random.ts'

/** A session that one client sends to and two watch. */
export interface Conversation {
  session: Session
  /** Resolves when the load has been told to end and nothing of it is under way any more. */
  finished: Promise<void>
  /** Why a watch ended that nobody ended. */
  lostWatches: unknown[]
}

export interface LoadOptions {
  rig: Rig
  random: Random
  name: string
  /** Every second conversation's client tries a send once and then decides itself. */
  sendRetryMs: number
  signal: AbortSignal
}

/** Sends one message after the other, each when the answers to the one before have ended, until the signal. */
export async function startConversation(options: LoadOptions): Promise<Conversation> {
  const { rig, sendRetryMs } = options
  const session = await rig.createSession()
  const client = rig.connect(rig.front, { sendRetryMs })
  const lostWatches: unknown[] = []
  for (const watcher of [client, rig.connect()]) {
    const following = await watcher.watch(session.id)
    void following.over.then((reason) => reason && lostWatches.push(reason))
  }
  return { session, lostWatches, finished: converse(client, session, options) }
}

async function converse(client: RecordingClient, session: Session, options: LoadOptions): Promise<void> {
  const { random, name, signal } = options
  for (let turn = 1; !signal.aborted; turn++) {
    const record = await client.send(session.id, drawScript(random, `${name}-${turn}`))
    while (record.outcome === 'unknown' && random.chance(70)) await client.sendAgain(record)
    if (record.outcome !== 'ok') continue
    await waitUntilEnded(client, answersTo(record)).catch(() => undefined)
  }
}

function drawScript(random: Random, key: string): Script {
  const ending = random.chance(85) ? 'done' : random.pick(endings)
  return { key, words: random.between(1, 300), everyMs: random.between(0, 15), ending }
}

/** By what its own watch shows; after a while it sends all the same, as people do. */
function waitUntilEnded(client: RecordingClient, ids: string[]): Promise<void> {
  const [shown] = client.watchers
  const hasEnded = (id: string) =>
    !['pending', 'streaming', undefined].includes(shown?.latest.get(id)?.status)
  return waitFor('the answers end', () => ids.every(hasEnded), 20_000)
}
