import { countTokens } from '@chatmore/llm'
import type { Log } from '../log.ts'
import { announceMessages, createSessionAnnouncer } from './announce.ts'
import type { KeepText } from './body-keeper.ts'
import { createCheckpointLoop } from './checkpoint-loop.ts'
import { conductRuns, type RunParts } from './conduct-runs.ts'
import { createDatabaseTime } from './database-time.ts'
import { createDeltaFlusher } from './flush-deltas.ts'
import { guardBus } from './guard-bus.ts'
import { createHeldRights } from './held-rights.ts'
import { endRun, LiveRuns } from './live-runs.ts'
import type { ModelQueues } from './model-queues.ts'
import type { Clock, EventBus, LlmClient, RunPlan, RunStore } from './ports.ts'
import { createSweeper } from './create-sweeper.ts'
import { stopRuns } from './stop-runs.ts'
import { takeTurns } from './take-turns.ts'
import { takeUpRuns } from './take-up-runs.ts'
import { waitAtMost } from './wait-at-most.ts'
import { watchSession, type WatchedEvent, type WatchOptions, type WatchParts } from './watch-session.ts'

/** So many answers begin in one turn of the event loop: hundreds at once would hold up the texts of the others. */
const BEGINNINGS_A_TURN = 16
/** How long a shutdown waits for the last ends to be stored. */
const STORE_MS = 5000
/** How long it then waits for watchers to be told how the answers ended. */
const LAST_WORDS_MS = 1000

export interface EngineParts {
  store: RunStore
  bus: EventBus
  llm: LlmClient
  clock: Clock
  /** This instance, as the leases name it. */
  owner: string
  log: Log
  /** Where calls wait that a model's endpoint has no room for yet. */
  queues: ModelQueues
  /** Makes of what models are sent what is kept of it; absent where nothing is. */
  keepText?: KeepText | undefined
  /** Told whose answer began or ended. */
  onRunChange?: ((userId: string) => void) | undefined
}

/** Runs answers and shows them to whoever watches. A run belongs to the engine, never to a socket. */
export interface Engine {
  /**
   * Takes up a session's pending answers that this owner holds. Returns at once; an answer already taken up is left alone.
   * What `plans` lacks is loaded.
   */
  start(sessionId: string, messageIds: string[], plans?: RunPlan[]): void
  /** Ends answers as `stopped` with the text so far. Returns how many it ended, once they are stored. */
  stop(messageIds: string[]): Promise<number>
  /** Resolves once none of these answers runs on this instance any more. */
  whenEnded(messageIds: string[]): Promise<void>
  /** The session's answers that are running on this instance. */
  listRunning(sessionId: string): string[]
  /** Follows a session: `sync` first, then what changed since `lastEventId`, then what happens. Ends when the right to watch does. */
  watch(sessionId: string, options: WatchOptions): AsyncGenerator<WatchedEvent, void, undefined>
  /** Tells the session's watchers that its title, system message or windows changed. */
  announceSession(sessionId: string): Promise<void>
  /** Tells the session's watchers that these messages were created or changed other than by a run. */
  announceMessages(sessionId: string, messageIds: string[]): Promise<void>
  /** Ends as `interrupted` what a killed instance left in flight: now, and every 5 seconds from now on. */
  recover(): Promise<void>
  /** Takes no new runs, lets the running ones finish for so long, stores the rest as `interrupted`, ends all watching. */
  shutdown(graceMs: number): Promise<void>
}

/** Puts the engine together. Nothing runs until `start`, `watch` or `recover` is called. */
export function createEngine(given: EngineParts): Engine {
  const bus = guardBus(given.bus, given.log)
  const parts = { ...given, bus }
  const { clock } = given
  const live = new LiveRuns()
  const checkpoints = createCheckpointLoop({ ...parts, live })
  const patience = new AbortController()
  const flusher = createDeltaFlusher(bus, clock)
  const takeTurn = takeTurns(BEGINNINGS_A_TURN)
  const run: RunParts = {
    ...parts,
    live,
    checkpoints,
    countTokens,
    flusher,
    takeTurn,
    patience: patience.signal,
  }
  const time = createDatabaseTime(parts)
  const sweeper = createSweeper({ ...parts, checkpoints, time })
  const watching: WatchParts = { ...parts, live, time, feeds: new Map(), rights: createHeldRights(parts) }
  let isDraining = false

  return {
    start(sessionId, messageIds, plans) {
      const runs = takeUpRuns(run, sessionId, messageIds)
      if (isDraining) for (const each of runs) endRun(each, 'interrupted')
      void conductRuns(run, runs, plans)
    },
    stop: (messageIds) => stopRuns(run, messageIds),
    async whenEnded(messageIds) {
      await Promise.all(messageIds.map((messageId) => live.find(messageId)?.ended))
    },
    listRunning: (sessionId) => live.listOfSession(sessionId).map(({ messageId }) => messageId),
    watch: (sessionId, options) => watchSession(watching, sessionId, options),
    announceSession: createSessionAnnouncer(parts),
    announceMessages: (sessionId, messageIds) => announceMessages(parts, sessionId, messageIds),
    recover: () => sweeper.start(),
    async shutdown(graceMs) {
      isDraining = true
      await waitForRuns(run, graceMs)
      for (const each of live.list()) endRun(each, 'interrupted')
      await waitForRuns(run, STORE_MS)
      patience.abort()
      sweeper.stop()
      const feeds = [...watching.feeds.values()]
      await waitAtMost(clock, LAST_WORDS_MS, Promise.all(feeds.map((feed) => feed.endAll())))
      for (const feed of feeds) feed.closeAll()
    },
  }
}

async function waitForRuns({ live, clock }: RunParts, delayMs: number): Promise<void> {
  await waitAtMost(clock, delayMs, Promise.all(live.list().map((run) => run.ended)))
}
