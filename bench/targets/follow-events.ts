import type { Receiver } from '../load/receiver.ts'
import type { BenchEvent } from './bench-event.ts'

export interface Following {
  take(events: BenchEvent[]): void
  /** Resolves when every stream has ended. */
  ended: Promise<void>
}

/** Hands the events of one question to the receiver until all its streams have ended. */
export function followEvents(streams: number[], receiver: Receiver): Following {
  const running = new Set(streams)
  let resolveEnded = () => {}
  const ended = new Promise<void>((resolve) => (resolveEnded = resolve))
  return {
    ended,
    take(events) {
      receiver.countMessage()
      for (const event of events) {
        if (event.type === 'delta') {
          receiver.takeText(event.stream, event.at, event.text)
          continue
        }
        receiver.end(event.stream)
        running.delete(event.stream)
      }
      if (running.size === 0) resolveEnded()
    },
  }
}
