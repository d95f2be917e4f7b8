import type { Clock, RunStore } from './ports.ts'

/** The database's time as this instance knows it, without asking each time. */
export interface DatabaseTime {
  now(): Date
  /** Asks the database. Rejects where that is away; what was known stays. */
  refresh(): Promise<void>
}

/** Until it was asked for the first time, the machine's own time stands in. */
export function createDatabaseTime({ store, clock }: { store: RunStore; clock: Clock }): DatabaseTime {
  let known: { time: number; since: number } | null = null
  return {
    now: () => (known ? new Date(known.time + clock.monotonic() - known.since) : clock.now()),
    async refresh() {
      const time = (await store.readTime()).getTime()
      // Taken after the answer, so that this is rather late than early: who is told too much twice misses nothing.
      known = { time, since: clock.monotonic() }
    },
  }
}
