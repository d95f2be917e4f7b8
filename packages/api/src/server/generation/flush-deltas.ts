import type { Gather, Reading } from '@chatmore/llm'
import { channels, toDelta } from './live-answer.ts'
import type { LiveRun } from './live-runs.ts'
import type { Clock, EventBus } from './ports.ts'

/** Two frames of a screen: a browser gets at most 31 messages a second, however many answers it watches. */
const FLUSH_MS = 33
/** Under load other work comes in between. */
const LEAST_PAUSE_MS = 10

export interface DeltaFlusher {
  /** Reads with the next tick, just before its deltas are published. */
  gather: Gather
  /** Publishes the run's new text: the first of an answer now, what follows with the next tick. */
  add(run: LiveRun): void
  /** Publishes nothing more of the run: its end, which comes now, has the whole text. */
  drop(run: LiveRun): void
}

/** Coalesces deltas with one timer for all runs, which is set only while there is text to publish. */
export function createDeltaFlusher(bus: EventBus, clock: Clock): DeltaFlusher {
  const waiting = new Set<LiveRun>()
  let readings: Reading[] = []
  let cancelTick: (() => void) | null = null
  let tickedAt = -FLUSH_MS

  /** What waits at the connections comes in with the turn of the event loop that follows. */
  function tick() {
    tickedAt = clock.monotonic()
    for (const { letIn } of readings) letIn()
    cancelTick = clock.schedule(0, flush)
  }

  function flush() {
    cancelTick = null
    const due = readings
    readings = []
    for (const { read } of due) read()
    const grown = [...waiting]
    waiting.clear()
    for (const run of grown) publishDeltas(bus, run)
  }

  function schedule() {
    if (cancelTick) return
    const sinceTick = clock.monotonic() - tickedAt
    cancelTick = clock.schedule(
      sinceTick < FLUSH_MS ? Math.max(LEAST_PAUSE_MS, FLUSH_MS - sinceTick) : FLUSH_MS,
      tick,
    )
  }

  return {
    gather(reading) {
      readings.push(reading)
      schedule()
    },
    add(run) {
      if (run.published.content + run.published.reasoning === 0) return publishDeltas(bus, run)
      waiting.add(run)
      schedule()
    },
    drop(run) {
      waiting.delete(run)
      if (waiting.size + readings.length > 0) return
      cancelTick?.()
      cancelTick = null
    },
  }
}

function publishDeltas(bus: EventBus, run: LiveRun): void {
  const answer = run.opened?.answer
  if (!answer) return
  for (const channel of channels) {
    const delta = toDelta(answer, channel, run.published[channel])
    if (!delta) continue
    run.published[channel] = answer[channel].length
    bus.publish(answer.message.sessionId, delta)
  }
}
