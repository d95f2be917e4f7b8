import type { LiveRun } from './live-runs.ts'
import type { Clock, EventBus } from './ports.ts'

const FLUSH_MS = 25

export interface DeltaFlusher {
  /** Publishes the run's new text: the first of an answer now, what follows with the next tick. */
  add(run: LiveRun): void
  /** Publishes the run's new text now. */
  flush(run: LiveRun): void
}

/** Coalesces deltas with one timer for all runs, which is set only while there is text to publish. */
export function createDeltaFlusher(bus: EventBus, clock: Clock): DeltaFlusher {
  const waiting = new Set<LiveRun>()
  let isScheduled = false

  function tick() {
    isScheduled = false
    const due = [...waiting]
    waiting.clear()
    for (const run of due) publishDeltas(bus, run)
  }

  return {
    add(run) {
      if (run.published.content + run.published.reasoning === 0) return publishDeltas(bus, run)
      waiting.add(run)
      if (isScheduled) return
      isScheduled = true
      clock.schedule(FLUSH_MS, tick)
    },
    flush(run) {
      waiting.delete(run)
      publishDeltas(bus, run)
    },
  }
}

function publishDeltas(bus: EventBus, run: LiveRun): void {
  if (!run.opened) return
  const { answer } = run.opened
  const { id, sessionId, windowId } = answer.message
  for (const channel of ['reasoning', 'content'] as const) {
    const at = run.published[channel]
    if (answer[channel].length === at) continue
    run.published[channel] = answer[channel].length
    const text = answer[channel].from(at)
    bus.publish(sessionId, { type: 'delta', messageId: id, windowId, channel, at, text })
  }
}
