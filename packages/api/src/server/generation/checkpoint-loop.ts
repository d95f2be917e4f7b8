import { describeError } from '../errors/describe-error.ts'
import type { Log } from '../log.ts'
import { lengthOf } from './live-answer.ts'
import { endRun, unsavedLength, type LiveRun, type LiveRuns } from './live-runs.ts'
import type { Checkpoint, Clock, RunStore } from './ports.ts'

const INTERVAL_MS = 1000
/** A text so far ahead of its row is written before the interval is over. */
const AHEAD_LENGTH = 2048
/** Between two statements, so that fast answers do not keep the database busy with their texts alone. */
const PAUSE_MS = 200
/** The lease lasts 15 seconds: two renewals may fail. */
const RENEW_MS = 4000
const MAX_ROWS = 200
/** Keeps a statement below MariaDB's default `max_allowed_packet` of 16 MB, at three bytes a unit. */
const MAX_LENGTH = 2_000_000

export interface CheckpointLoop {
  /** Sets the timer, if there is anything to watch over. */
  wake(): void
  /** Looks whether the run's text is far ahead of its row. */
  note(run: LiveRun): void
  /** Renews the leases of all runs; rejects where the database is away. */
  renewAll(): Promise<void>
}

interface LoopParts {
  live: LiveRuns
  store: RunStore
  clock: Clock
  log: Log
}

/** Writes texts so far and keeps leases alive, with one timer for all runs and one statement at a time. */
export function createCheckpointLoop(parts: LoopParts): CheckpointLoop {
  const { live, clock, log } = parts
  let cancelTimer: (() => void) | null = null
  let dueAt = 0
  let isWriting = false
  let isFailing = false

  /** Only ever brings the next write forward. */
  function schedule(delayMs: number) {
    if (isWriting || live.size === 0) return
    const at = clock.now().getTime() + delayMs
    if (cancelTimer && dueAt <= at) return
    cancelTimer?.()
    dueAt = at
    cancelTimer = clock.schedule(delayMs, () => void write())
  }

  async function write() {
    cancelTimer = null
    isWriting = true
    try {
      await writeCheckpoints(parts)
      await renewLeases(parts, live.list().filter(isRenewalDue(clock)))
      isFailing = false
    } catch (failure) {
      if (!isFailing) log.warn({ error: describeError(failure) }, 'texts so far could not be written')
      isFailing = true
    }
    isWriting = false
    const isFarAhead = !isFailing && live.list().some((run) => unsavedLength(run) > AHEAD_LENGTH)
    schedule(isFarAhead ? PAUSE_MS : INTERVAL_MS)
  }

  return {
    wake: () => schedule(INTERVAL_MS),
    note: (run) => {
      if (!isFailing && unsavedLength(run) > AHEAD_LENGTH) schedule(PAUSE_MS)
    },
    renewAll: () => renewLeases(parts, live.list()),
  }
}

async function writeCheckpoints(parts: LoopParts): Promise<void> {
  for (const batch of toBatches(parts.live.list().filter((run) => !run.isEnding && unsavedLength(run) > 0))) {
    const renewedAt = parts.clock.now().getTime()
    const lengths = new Map(batch.map((run) => [run, run.checkpointed + unsavedLength(run)]))
    const lost = await parts.store.checkpoint(batch.flatMap(toCheckpoint))
    for (const [run, checkpointed] of lengths) Object.assign(run, { checkpointed, renewedAt })
    endLost(parts.live, lost)
  }
}

async function renewLeases({ live, store, clock }: LoopParts, runs: LiveRun[]): Promise<void> {
  if (runs.length === 0) return
  const renewedAt = clock.now().getTime()
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

function isRenewalDue(clock: Clock): (run: LiveRun) => boolean {
  const before = clock.now().getTime() - RENEW_MS
  return (run) => run.renewedAt <= before
}

function toCheckpoint({ messageId, opened }: LiveRun): Checkpoint[] {
  if (!opened) return []
  const { answer, run } = opened
  const [content, reasoning] = [answer.content.toString(), answer.reasoning.toString()]
  return [{ messageId, lease: run.lease, content, reasoning }]
}

function toBatches(runs: LiveRun[]): LiveRun[][] {
  const batches: LiveRun[][] = []
  let length = Number.POSITIVE_INFINITY
  for (const run of runs) {
    const added = run.opened ? lengthOf(run.opened.answer) : 0
    const isFull = length + added > MAX_LENGTH || (batches.at(-1)?.length ?? 0) >= MAX_ROWS
    if (isFull) batches.push([])
    length = isFull ? added : length + added
    batches.at(-1)?.push(run)
  }
  return batches
}
