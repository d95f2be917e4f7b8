import { describeError } from '../errors/describe-error.ts'
import type { Log } from '../log.ts'
import { chooseCheckpoints, isRenewalDue } from './choose-checkpoints.ts'
import { endRun, unsavedLength, type LiveRun, type LiveRuns } from './live-runs.ts'
import type { Checkpoint, Clock, RunStore } from './ports.ts'

const INTERVAL_MS = 1000
/** How long a run goes on from memory while the database is away. */
const AWAY_MS = 60_000

export interface CheckpointLoop {
  /** Sets the timer, if there is anything to watch over. */
  wake(): void
  /** Renews the leases of all runs; rejects where the database is away. */
  renewAll(): Promise<void>
}

interface LoopParts {
  live: LiveRuns
  store: RunStore
  clock: Clock
  log: Log
}

/** Writes texts so far and keeps leases alive: one timer for all runs, one statement with texts a second at most. */
export function createCheckpointLoop(parts: LoopParts): CheckpointLoop {
  const { live, clock, log } = parts
  let isScheduled = false
  let isFailing = false

  function schedule(delayMs: number) {
    if (isScheduled || live.size === 0) return
    isScheduled = true
    clock.schedule(delayMs, () => void write())
  }

  async function write() {
    const startedAt = clock.monotonic()
    try {
      await writeCheckpoints(parts)
      if (live.list().some(isRenewalDue(clock))) await renewLeases(parts, live.list())
      isFailing = false
    } catch (failure) {
      if (!isFailing) log.warn({ error: describeError(failure) }, 'texts so far could not be written')
      isFailing = true
      endForsaken(parts)
    }
    isScheduled = false
    schedule(Math.max(0, INTERVAL_MS - (clock.monotonic() - startedAt)))
  }

  return {
    wake: () => schedule(INTERVAL_MS),
    renewAll: () => renewLeases(parts, live.list()),
  }
}

async function writeCheckpoints({ live, store, clock }: LoopParts): Promise<void> {
  const runs = chooseCheckpoints(live.list(), clock)
  if (runs.length === 0) return
  const renewedAt = clock.monotonic()
  const lengths = new Map(runs.map((run) => [run, run.checkpointed + unsavedLength(run)]))
  const lost = await store.checkpoint(runs.flatMap(toCheckpoint))
  for (const [run, checkpointed] of lengths) Object.assign(run, { checkpointed, renewedAt })
  endLost(live, lost)
}

async function renewLeases({ live, store, clock }: LoopParts, runs: LiveRun[]): Promise<void> {
  if (runs.length === 0) return
  const renewedAt = clock.monotonic()
  const lost = await store.renewLeases(runs.map((run) => run.messageId))
  for (const run of runs) run.renewedAt = renewedAt
  endLost(live, lost)
}

/** A run whose plan is being loaded learns from that whether it is held; one that is ending, from storing its end. */
function endLost(live: LiveRuns, messageIds: string[]): void {
  for (const messageId of messageIds) {
    const run = live.find(messageId)
    if (run?.opened) endRun(run, 'lost')
  }
}

/** Ends what has gone on from memory for so long that nobody knows whether the database comes back. */
function endForsaken({ live, clock }: LoopParts): void {
  const before = clock.monotonic() - AWAY_MS
  for (const run of live.list()) if (run.renewedAt <= before) endRun(run, 'interrupted')
}

function toCheckpoint({ messageId, opened }: LiveRun): Checkpoint[] {
  if (!opened) return []
  const { answer, run } = opened
  const [content, reasoning] = [answer.content.toString(), answer.reasoning.toString()]
  return [{ messageId, lease: run.lease, content, reasoning }]
}
