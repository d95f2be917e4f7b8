/** Events that wait for a consumer's loop. */
export interface EventQueue<Event> extends AsyncIterable<Event> {
  push(event: Event): void
  /** Ends the loop, after what waits, or makes it throw. */
  end(failure?: { error: unknown }): void
}

/** `onLeave` is called once: when the queue is ended, or when its consumer stops looping. */
export function createEventQueue<Event>(onLeave: () => void): EventQueue<Event> {
  const waiting: Event[] = []
  let ended: { failure: { error: unknown } | undefined } | null = null
  let wake = () => {}

  function end(failure?: { error: unknown }): void {
    if (ended) return
    ended = { failure }
    wake()
    onLeave()
  }

  async function* read(): AsyncGenerator<Event, void, undefined> {
    try {
      for (;;) {
        while (waiting.length > 0) yield waiting.shift() as Event
        if (ended?.failure) throw ended.failure.error
        if (ended) return
        await new Promise<void>((resolve) => (wake = resolve))
      }
    } finally {
      end()
    }
  }

  return {
    push(event) {
      if (ended) return
      waiting.push(event)
      wake()
    },
    end,
    [Symbol.asyncIterator]() {
      const events = read()
      return {
        next: () => events.next(),
        // A generator would first wait for the event that its reader waits for.
        return() {
          end()
          return events.return()
        },
      }
    },
  }
}
