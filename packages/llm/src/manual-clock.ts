import type { Clock } from './clock.ts'

/** A clock for tests that stands still until `advance` moves it; what falls due on the way is called in order. */
export interface ManualClock extends Clock {
  advance(ms: number): void
  /** Resolves once something falls due within so many milliseconds, with how many those are. */
  whenScheduled(withinMs: number): Promise<number>
}

interface Entry {
  at: number
  callback: () => void
}

export function createManualClock(): ManualClock {
  let time = 0
  const entries = new Set<Entry>()
  const waiters = new Set<{ before: number; resolve: (delayMs: number) => void }>()

  const nextDue = (limit: number) =>
    [...entries].filter((entry) => entry.at <= limit).sort((a, b) => a.at - b.at)[0]

  return {
    now: () => time,
    schedule(delayMs, callback) {
      const entry = { at: time + delayMs, callback }
      entries.add(entry)
      for (const waiter of waiters) {
        if (entry.at > waiter.before) continue
        waiters.delete(waiter)
        waiter.resolve(entry.at - time)
      }
      return () => void entries.delete(entry)
    },
    advance(ms) {
      const end = time + ms
      for (let entry = nextDue(end); entry; entry = nextDue(end)) {
        entries.delete(entry)
        time = entry.at
        entry.callback()
      }
      time = end
    },
    whenScheduled(withinMs) {
      const before = time + withinMs
      const due = nextDue(before)
      if (due) return Promise.resolve(due.at - time)
      return new Promise((resolve) => waiters.add({ before, resolve }))
    },
  }
}
