import { channels, toDelta } from './live-answer.ts'
import type { LiveRun } from './live-runs.ts'
import type { Clock, EventBus } from './ports.ts'

/** Two frames of a screen: a browser gets at most 31 messages a second, however many answers it watches. */
const FLUSH_MS = 33

export interface DeltaFlusher {
  /** Publishes the run's new text: the first of an answer now, what follows with the next tick. */
  add(run: LiveRun): void
  /** Publishes nothing more of the run: its end, which comes now, has the whole text. */
  drop(run: LiveRun): void
}

/** Coalesces deltas with one timer for all runs, which is set only while there is text to publish. */
export function createDeltaFlusher(bus: EventBus, clock: Clock): DeltaFlusher {
  const waiting = new Set<LiveRun>()
  let cancelTick: (() => void) | null = null

  function tick() {
    cancelTick = null
    const due = [...waiting]
    waiting.clear()
    for (const run of due) publishDeltas(bus, run)
  }

  return {
    add(run) {
      if (run.published.content + run.published.reasoning === 0) return publishDeltas(bus, run)
      waiting.add(run)
      cancelTick ??= clock.schedule(FLUSH_MS, tick)
    },
    drop(run) {
      waiting.delete(run)
      if (waiting.size > 0) return
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
